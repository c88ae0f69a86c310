import { readFileSync } from 'node:fs';
import Fastify from 'fastify';
import mercurius from 'mercurius';
import { items, postsByUser, users } from './data.mjs';

const app = Fastify();
app.register(mercurius, {
  schema: readFileSync(new URL('schema.graphql', import.meta.url), 'utf8'),
  jit: 1,
  resolvers: { Query: { ping: () => 'pong', items: () => items, users: (_, { first }) => users.slice(0, first) } },
  loaders: {
    User: { posts: async (queries) => queries.map(({ obj }) => postsByUser[obj.id]) },
    Post: { author: async (queries) => queries.map(({ obj }) => users[obj.authorId]) },
  },
});
await app.listen({ host: '127.0.0.1', port: Number(process.argv[2]) });
