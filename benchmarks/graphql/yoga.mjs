import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import DataLoader from 'dataloader';
import { createSchema, createYoga } from 'graphql-yoga';
import { items, postsByUser, users } from './data.mjs';

const yoga = createYoga({
  logging: false,
  context: () => ({
    posts: new DataLoader(async (ids) => ids.map((id) => postsByUser[id])),
    authors: new DataLoader(async (ids) => ids.map((id) => users[id])),
  }),
  schema: createSchema({
    typeDefs: readFileSync(new URL('schema.graphql', import.meta.url), 'utf8'),
    resolvers: {
      Query: { ping: () => 'pong', items: () => items, users: (_, { first }) => users.slice(0, first) },
      User: { posts: (user, _, { posts }) => posts.load(user.id) },
      Post: { author: (post, _, { authors }) => authors.load(post.authorId) },
    },
  }),
});
createServer(yoga).listen(Number(process.argv[2]), '127.0.0.1');
