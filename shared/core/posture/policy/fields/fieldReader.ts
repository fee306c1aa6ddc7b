import type { Frame, Result } from '../frame';
import type { PreparedResource } from '../resources/prepare';

/** Reads what a field names from a resource, within the counts around it. */
export interface FieldReader {
  /** True if the field names elements of an array on such a resource: a condition then holds for each of them. */
  isMany(resource: PreparedResource): boolean;
  /** The one value; null where it is missing. */
  read(frame: Frame, resource: PreparedResource): Result;
  /** All values. An array that is absent gives one missing value with `keepMissing`, else none. */
  collect(frame: Frame, resource: PreparedResource, keepMissing: boolean): Result[];
  /** True if a function that reads it answers a list. */
  isList: boolean;
  /** Places are compared without blanks and case. */
  isLocation: boolean;
}

/** A reader of one value that a resource has beside its properties. */
export const single = (read: (resource: PreparedResource) => Result, isLocation = false): FieldReader => ({
  isMany: () => false,
  read: (_, resource) => read(resource),
  collect: (_, resource) => [read(resource)],
  isList: false,
  isLocation,
});
