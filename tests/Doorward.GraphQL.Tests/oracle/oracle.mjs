// The reference implementation as an oracle: one JSON request a line in, one JSON answer a line out.
import { createInterface } from 'node:readline';
import * as g from 'graphql';

const schemas = new Map();
// the September 2025 grammar has no empty selection sets
const strict = { allowEmptySelectionSets: false };
const ours = new Set(['DeferStreamDirectiveLabelRule', 'DeferStreamDirectiveOnRootFieldRule', 'DeferStreamDirectiveOnValidOperationsRule',
  'StreamDirectiveOnListFieldRule', 'MaxIntrospectionDepthRule']);
const rules = g.specifiedRules.filter((r) => !ours.has(r.name));

const places = (e) => (e.locations ?? []).map((l) => `${l.line}:${l.column}`);

const handlers = {
  schema({ name, sdl }) {
    try {
      const schema = g.buildSchema(sdl);
      const problems = g.validateSchema(schema);
      if (problems.length > 0) return { ok: false, errors: problems.map((e) => e.message) };
      schemas.set(name, schema);
      return { ok: true, printed: g.printSchema(schema) };
    } catch (e) {
      return { ok: false, errors: [e.message] };
    }
  },
  parse({ doc }) {
    try {
      return { ok: true, printed: g.print(g.parse(doc, strict)) };
    } catch (e) {
      return { ok: false, at: places(e)[0], message: e.message };
    }
  },
  validate({ schema, doc }) {
    let ast;
    try {
      ast = g.parse(doc, strict);
    } catch (e) {
      return { ok: false, at: places(e)[0], message: e.message };
    }
    const errors = [];
    for (const rule of rules) {
      for (const e of g.validate(schemas.get(schema), ast, [rule], { maxErrors: 10_000 })) {
        errors.push(`${rule.name.replace(/Rule$/, '')} ${places(e).join(' ')}`);
      }
    }
    return { ok: true, errors };
  },
  async execute({ schema, doc, variables, operationName, seed, async: isAsync, typed }) {
    const s = schemas.get(schema);
    let document;
    try {
      document = g.parse(doc, strict);
    } catch (e) {
      return { invalid: [e.message] };
    }
    const problems = g.validate(s, document);
    if (problems.length > 0) return { invalid: problems.map((e) => e.message) };
    const world = new World(s, seed, isAsync, typed);
    const result = await g.execute({
      schema: s, document, variableValues: variables ?? undefined, operationName, rootValue: { $hash: world.hash('root') },
      fieldResolver: (source, args, _context, info) => world.resolve(source, args, info),
      typeResolver: (value) => value.__typename,
    });
    return {
      result: {
        ...('data' in result ? { data: result.data ?? null } : {}),
        errors: (result.errors ?? []).map((e) => ({ locations: places(e), path: e.path ?? null })),
      },
    };
  },
};

// Values that depend only on the seed and the path; tests/Oracle/World.cs makes the same ones.
class World {
  // typed: without what a C# property of the right type cannot give, a wrong kind of value or null in a list of numbers
  constructor(schema, seed, isAsync, typed) {
    Object.assign(this, { schema, seed, isAsync, typed });
  }

  hash(text) {
    let h = 0x811c9dc5 ^ this.seed;
    for (let i = 0; i < text.length; i++) {
      h ^= text.charCodeAt(i);
      h = Math.imul(h, 0x01000193);
    }
    h ^= h >>> 15;
    return h >>> 0;
  }

  resolve(source, args, info) {
    const h = this.hash(`${source.$hash}/${info.fieldName}`);
    const value = () => {
      if (h % 23 === 0) throw new Error('boom');
      return this.value(info.returnType, h, args);
    };
    return this.isAsync && h % 3 === 0 ? new Promise((done) => setImmediate(done)).then(value) : value();
  }

  value(type, h, args, isItem) {
    const isSure = this.typed && isItem && g.isNonNullType(type) && g.isLeafType(type.ofType);
    if (isSure) return h % 1000;
    if (g.isNonNullType(type)) return h % 19 === 0 ? null : this.value(type.ofType, h, args);
    if (h % 7 === 0) return null;
    if (g.isListType(type)) {
      return Array.from({ length: h % 4 }, (_, i) => this.value(type.ofType, this.hash(`${h}[${i}]`), args, true));
    }
    if (g.isEnumType(type)) {
      const values = type.getValues();
      return h % 29 === 0 && !this.typed ? 'NO_SUCH_VALUE' : values[h % values.length].name;
    }
    if (g.isScalarType(type)) {
      switch (type.name) {
        case 'Int': return h % 31 === 0 && !this.typed ? 'no number' : h % 1000;
        case 'Float': return (h % 1000) / 8;
        case 'Boolean': return h % 2 === 0;
        case 'ID': return h % 2 === 0 ? h % 1000 : `id${h % 1000}`;
        default: return `s${h % 1000}${JSON.stringify(canonical(args))}`;
      }
    }
    if (g.isAbstractType(type)) {
      const names = this.schema.getPossibleTypes(type).map((t) => t.name).sort();
      return { $hash: h, __typename: names[h % names.length] };
    }
    return { $hash: h };
  }
}

function canonical(value) {
  if (Array.isArray(value)) return value.map(canonical);
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.keys(value).sort().map((k) => [k, canonical(value[k])]));
  }
  return value;
}

handlers.introspect = ({ schema }) => {
  const query = g.getIntrospectionQuery({ descriptions: true, specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true, oneOf: true });
  return { query, result: g.executeSync({ schema: schemas.get(schema), document: g.parse(query) }) };
};

handlers.coordinate = ({ schema, coordinate }) => {
  try {
    const found = g.resolveSchemaCoordinate(schemas.get(schema), coordinate);
    const element = found && (found.directiveArgument ?? found.fieldArgument ?? found.directive ?? found.enumValue ?? found.inputField ?? found.field ?? found.type);
    return { verdict: element ? `found ${element.name}` : 'nothing' };
  } catch {
    return { verdict: 'refused' };
  }
};

let turn = Promise.resolve();
createInterface({ input: process.stdin }).on('line', (line) => {
  turn = turn.then(async () => {
    const request = JSON.parse(line);
    let answer;
    try {
      answer = await handlers[request.op](request);
    } catch (e) {
      answer = { crash: String(e?.stack ?? e) };
    }
    process.stdout.write(JSON.stringify(answer) + '\n');
  });
});
