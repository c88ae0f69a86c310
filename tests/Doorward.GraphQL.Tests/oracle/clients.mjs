// Real clients against a running server: node clients.mjs http://127.0.0.1:port/graphql. Prints what they got as one JSON line.
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { pipe, subscribe } from 'wonka';

const url = process.argv[2];
const report = {};

const ws = createClient({ url: url.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0 });
report.graphqlWs = [];
for await (const result of ws.iterate({ query: 'subscription ($to: Int!) { count(to: $to) }', variables: { to: 3 } })) report.graphqlWs.push(result);
report.graphqlWsQuery = [];
for await (const result of ws.iterate({ query: '{ hello }' })) report.graphqlWsQuery.push(result);
try {
  for await (const _ of ws.iterate({ query: '{ nope }' }));
} catch (errors) {
  report.graphqlWsError = errors.map((e) => e.extensions.code);
}
// leaving early: the iterator is returned after the first value
for await (const first of ws.iterate({ query: 'subscription { count(to: 100000, delayMilliseconds: 10) }' })) {
  report.graphqlWsFirst = first;
  break;
}

const urql = new Client({
  url,
  preferGetMethod: false,
  exchanges: [
    fetchExchange,
    subscriptionExchange({
      forwardSubscription: (request) => ({ subscribe: (sink) => ({ unsubscribe: ws.subscribe({ query: request.query, variables: request.variables }, sink) }) }),
    }),
  ],
});
const query = await urql.query('query ($id: Int!) { author(id: $id) { id name } }', { id: 1 }).toPromise();
report.urqlQuery = query.data;
report.urqlMutation = (await urql.mutation('mutation { refuse }', {}).toPromise()).error.graphQLErrors.map((e) => e.extensions.code);
report.urqlSubscription = await new Promise((done) => {
  const values = [];
  const { unsubscribe } = pipe(urql.subscription('subscription { count(to: 100, delayMilliseconds: 5) }', {}), subscribe((result) => {
    values.push(result.data.count);
    if (values.length === 3) {
      unsubscribe();
      done(values);
    }
  }));
});
await ws.dispose();

// server-sent events, by nothing but fetch
const events = await fetch(url, {
  method: 'POST', headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
  body: JSON.stringify({ query: 'subscription { count(to: 2) }' }),
});
report.sse = (await events.text()).split('\n').filter((l) => l.startsWith('data: ')).map((l) => JSON.parse(l.slice(6)));

console.log(JSON.stringify(report));
process.exit(0);
