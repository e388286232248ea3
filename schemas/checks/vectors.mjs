// The message vectors: what is canonical or accepted is valid, and what is refused is not,
// unless each of its reasons is one that no schema can express.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The name in inexpressible.json of a vector's issue, where it can have one. */
function reason({ code, pointer }) {
  const same = ['duplicate-member', 'exponent', 'unordered', 'duplicate-acquired'];
  if (same.includes(code)) return code;
  if (code === 'too-large') return 'payload-size';
  if (code === 'precision') return 'decimals';
  if (code === 'schedule') return 'schedule-meaning';
  if (code === 'length' && pointer === '/vehicleInfo') return 'further-attributes';
  return undefined;
}

const messages = {
  registerDevice: 'registration-request',
  registerServer: 'registration-status',
  configServer: 'configuration-status',
  dataDevice: 'data-transfer',
};

function text({ text, blanks, hex }) {
  if (hex !== undefined) return Buffer.from(hex, 'hex').toString('latin1');
  return text + ' '.repeat(blanks ?? 0);
}

export function vectors({ folder, validators, forms, parsed, fail, count }) {
  const read = (file) => JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const { inexpressible } = read('inexpressible.json');
  for (const vector of read('vectors/messages.json').cases) {
    count('message vectors');
    const payload = text(vector.payload);
    // Bytes that are no UTF-8 are no JSON either, whatever JavaScript makes of them.
    const json = vector.payload.hex === undefined ? parsed(payload) : undefined;
    for (const { profile, form } of forms) {
      const { issues } = vector[profile];
      const schema = `${messages[vector.kind]}.${form}`;
      const what = `vector ${vector.name}: ${schema}`;
      if (json === undefined) {
        if (issues === undefined) fail(`${what}: accepted, but no JSON`);
        continue;
      }
      const valid = validators[schema](json.value);
      if (profile === 'strict' && vector.isCanonical && !valid) fail(`${what}: canonical`);
      const concerning = (name) =>
        inexpressible.some((rule) => rule.name === name && rule.schemas.includes(schema));
      if (issues === undefined && !valid) {
        const zero = concerning('negative-zero') && payload.includes('"-0');
        const long = concerning('beyond-double') && /[0-9.]{17}/.test(payload);
        if (!zero && !long) fail(`${what}: accepted, but not valid`);
        count(`vectors accepted beyond the ${form} schema`);
      } else if (issues !== undefined && valid) {
        // The second member of a name hides whatever is wrong with the first.
        const hidden = issues.some(({ code }) => code === 'duplicate-member');
        if (!hidden && !issues.every((issue) => concerning(reason(issue)))) {
          fail(`${what}: refused, but valid: ${JSON.stringify(issues)}`);
        }
        count(`vectors refused beyond the ${form} schema`);
      } else {
        count(`vectors that the ${form} schema judges alike`);
      }
    }
  }
}
