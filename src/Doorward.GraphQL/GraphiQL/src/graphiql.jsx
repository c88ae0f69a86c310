import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import 'graphiql/graphiql.css';
import { parse } from 'graphql';
import { createClient } from 'graphql-ws';
import { createRoot } from 'react-dom/client';

// the page is served at the API's own address
const url = new URL(location.pathname, location.href);
const socket = new URL(url);
socket.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';

const send = createGraphiQLFetcher({ url: url.href, wsClient: createClient({ url: socket.href }) });

// GraphiQL hands over the document it parsed some 100 ms after the last key. Who runs a subscription sooner would
// have it sent over HTTP, so it is parsed as it is sent.
const fetcher = (request, options) => {
  let documentAST = options?.documentAST;
  try {
    documentAST = parse(request.query);
  } catch {
    // no GraphQL: the server says where
  }
  return send(request, { ...options, documentAST });
};
createRoot(document.getElementById('graphiql')).render(<GraphiQL fetcher={fetcher} />);
