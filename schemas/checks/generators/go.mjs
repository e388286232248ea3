// Go from the schemas by quicktype: it compiles, and reads and writes Boxes 1 to 4 without
// a change. Nothing is downloaded: the code needs the standard library alone.
//
// node generators/go.mjs <folder schemas/> <working folder>

import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { messages, run } from './boxes.mjs';

const folder = process.argv[2];
const work = resolve(process.argv[3]);
const quicktype = join(import.meta.dirname, '..', 'node_modules', '.bin', 'quicktype');
rmSync(work, { recursive: true, force: true });
mkdirSync(work, { recursive: true });
writeFileSync(join(work, 'go.mod'), 'module boxes\n\ngo 1.21\n');

const all = messages(folder);
const place = (name) => name.replaceAll('-', '');
await Promise.all(
  all.map(async ({ name, type, file, box }) => {
    const out = join(work, place(name));
    mkdirSync(out);
    const options = ['--src-lang', 'schema', '--lang', 'go', '--package', place(name), '--top-level', type];
    await run(quicktype, [...options, '--out', join(out, 'message.go'), file]);
    writeFileSync(join(work, `${name}.json`), JSON.stringify(box));
  }),
);
const trips = all.map(
  ({ name, type }) => `	trip("${name}.json", func(read []byte) ([]byte, error) {
		message, err := ${place(name)}.Unmarshal${type}(read)
		if err != nil {
			return nil, err
		}
		return message.Marshal()
	})`,
);
writeFileSync(
  join(work, 'main.go'),
  `package main

import (
	"fmt"
	"os"

${all.map(({ name }) => `	"boxes/${place(name)}"`).join('\n')}
)

func trip(file string, through func([]byte) ([]byte, error)) {
	read, err := os.ReadFile(file)
	if err == nil {
		read, err = through(read)
	}
	if err != nil {
		panic(err)
	}
	fmt.Println(string(read))
}

func main() {
${trips.join('\n')}
}
`,
);
const env = { ...process.env, GOPROXY: 'off', GOFLAGS: '-mod=mod', GOTOOLCHAIN: 'local' };
const { stdout } = await run('go', ['run', '.'], { cwd: work, env });
const written = stdout.trim().split('\n').map((line) => JSON.parse(line));
assert.deepEqual(written, all.map(({ box }) => box));
console.log(`${written.length} round trips`);
