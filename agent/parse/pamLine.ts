export interface PamLine {
  type: string;
  control: string;
  module: string;
  arguments: string[];
}

/** pam.d(5): `type control module arguments`, where control may be `[value=action ...]`; a line may go on after `\`. */
export function parsePam(text: string): PamLine[] {
  return text
    .replace(/\\\n/g, ' ')
    .split('\n')
    .map((line) => /^\s*-?(auth|account|password|session)\s+(\[[^\]]*\]|\S+)\s+(\S+)(.*)$/i.exec(line))
    .filter((match) => match !== null)
    .map(([, type, control, module, rest]) => ({
      type: type!.toLowerCase(),
      control: control!,
      module: module!,
      arguments: rest!.replace(/#.*$/, '').split(/\s+/).filter(Boolean),
    }));
}
