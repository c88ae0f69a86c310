import { createGraphiQLFetcher } from '@graphiql/toolkit';
import { GraphiQL } from 'graphiql';
import 'graphiql/graphiql.css';
import { createClient } from 'graphql-ws';
import { createRoot } from 'react-dom/client';

// the page is served at the API's own address
const url = new URL(location.pathname, location.href);
const socket = new URL(url);
socket.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';

const fetcher = createGraphiQLFetcher({ url: url.href, wsClient: createClient({ url: socket.href }) });
createRoot(document.getElementById('graphiql')).render(<GraphiQL fetcher={fetcher} />);
