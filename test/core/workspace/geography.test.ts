import { defaultRegion, geographyOf } from '../../../shared/core/workspace/geography';

/** Table of Microsoft's documentation (2024-07): machine in, workspace in. */
test.each([
  ['eastus', 'United States'],
  ['westus3', 'United States'],
  ['southcentralus', 'United States'],
  ['brazilsouth', 'United States'],
  ['southafricanorth', 'United States'],
  ['canadacentral', 'Canada'],
  ['canadaeast', 'Canada'],
  ['westeurope', 'Europe'],
  ['northeurope', 'Europe'],
  ['francecentral', 'Europe'],
  ['germanywestcentral', 'Europe'],
  ['switzerlandnorth', 'Europe'],
  ['swedencentral', 'Europe'],
  ['uksouth', 'United Kingdom'],
  ['ukwest', 'United Kingdom'],
  ['eastasia', 'Asia Pacific'],
  ['southeastasia', 'Asia Pacific'],
  ['koreacentral', 'Asia Pacific'],
  ['centralindia', 'India'],
  ['jioindiawest', 'India'],
  ['japaneast', 'Japan'],
  ['chinanorth3', 'China'],
  ['australiasoutheast', 'Australia'],
])('a machine in %s has its default workspace in %s', (region, geography) => {
  expect(geographyOf(region)).toBe(geography);
});

test('display names are read too', () => {
  expect(geographyOf('West Europe')).toBe('Europe');
  expect(geographyOf('East US 2')).toBe('United States');
  expect(geographyOf('UK South')).toBe('United Kingdom');
});

test.each(['', 'global', 'local', 'on-premises', 'eu-west-1', 'us-east1'])('%s is no region of Azure', (location) => {
  expect(geographyOf(location)).toBeUndefined();
});

test('the region of each geography lies in it, and its code has two to four letters', () => {
  for (const [geography, { region, code }] of Object.entries(defaultRegion)) {
    expect(geographyOf(region)).toBe(geography);
    expect(code).toMatch(/^[A-Z0-9]{2,4}$/);
  }
});
