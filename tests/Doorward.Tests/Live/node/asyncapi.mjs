// Parses and validates an AsyncAPI document with the reference parser. Prints what it says; exit code 1 for an error.
import { readFileSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';

const { document, diagnostics } = await new Parser().parse(readFileSync(process.argv[2], 'utf8'));
const bad = diagnostics.filter(d => d.severity <= 1);
for (const d of bad) console.log(d.code, d.path.join('/'), d.message);
if (!document || bad.length > 0) process.exit(1);
console.log(document.version(), document.allMessages().all().length);
