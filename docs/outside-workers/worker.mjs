// A copilot outside of Doorward: it reads which messages came, asks the graph what they say and what the agency knows, and proposes an answer.
// REDIS_URL, DOORWARD_URL and DOORWARD_KEY (an API key of the agency with the scope read) say where. See ../outside-workers.md.
import Redis from 'ioredis';

const { REDIS_URL = 'redis://localhost:6379', DOORWARD_URL = 'http://localhost:8080', DOORWARD_KEY } = process.env;
const [group, me] = ['example-worker', `worker-${process.pid}`];
const redis = new Redis(REDIS_URL, { maxRetriesPerRequest: null });
redis.on('error', (error) => console.error(`Redis: ${error.message}`)); // it reconnects by itself

async function ask(query, variables) {
  const response = await fetch(new URL('/graphql', DOORWARD_URL), {
    method: 'POST',
    headers: { authorization: `Bearer ${DOORWARD_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (!data) throw new Error(`Doorward answered ${response.status} ${errors?.[0].message ?? ''}`);
  return data;
}

// What a better worker does better: the first sentence of the passage that fits best. Each sentence says what it rests on, or that it is courtesy.
async function compose({ id, body, conversation }, organization) {
  const { searchKnowledge: found } = await ask(
    'query($text: String!) { searchKnowledge(text: $text, audience: PUBLIC, first: 1) { isWeak passages { documentId version heading text } } }', { text: body });
  const [passage] = found.passages;
  const quote = passage?.text.split('\n').filter((line) => line && !line.startsWith('#')).join('\n').match(/^.+?[.!?](?=\s|$)/)?.[0];
  const sentences = found.isWeak || !quote ? [] : [
    { text: 'Thank you for your message.', courtesy: true },
    { text: quote, citation: { document_id: passage.documentId, version: passage.version, heading: passage.heading, quote } },
  ];
  const draft = { organization_id: organization, conversation_id: conversation.id, message_id: id, sentences, confidence: sentences.length ? 0.8 : 0, model: 'example-worker' };
  return sentences.length ? draft : { ...draft, reason: 'The documents do not answer it.' };
}

// A message's event id is the draft's: however often the entry is delivered, it is the same draft.
async function handle({ type, event_id, payload, traceparent = '' }, organization) {
  const event = type === 'message.created' ? JSON.parse(payload) : null;
  if (event?.source !== `/organizations/${organization}`) return; // another agency's, whose key we do not have
  const { message } = await ask('query($id: ID!) { message(id: $id) { id body author conversation { id } } }', { id: event.subject });
  if (message?.author !== 'CUSTOMER') return;
  const draft = await compose(message, organization);
  await redis.xadd('drafts', '*', 'type', draft.reason ? 'draft.escalated' : 'draft.ready', 'event_id', event_id, 'payload', JSON.stringify({ draft }), 'traceparent', traceparent);
}

const { viewer } = await ask('{ viewer { organizationId } }');
await redis.xgroup('CREATE', 'messages', group, '$', 'MKSTREAM').catch((error) => { if (!error.message.startsWith('BUSYGROUP')) throw error; });
console.log(`Drafting for ${viewer.organizationId}`);
for (;;) {
  const [, left] = await redis.xautoclaim('messages', group, me, 60_000, '0', 'COUNT', 10); // what a worker that died had taken
  const news = await redis.xreadgroup('GROUP', group, me, 'COUNT', 10, 'BLOCK', 5000, 'STREAMS', 'messages', '>');
  for (const [id, fields] of [...left, ...(news?.[0][1] ?? [])]) {
    const entry = Object.fromEntries(fields.flatMap((name, n) => (n % 2 ? [] : [[name, fields[n + 1]]])));
    try {
      await handle(entry, viewer.organizationId);
      await redis.xack('messages', group, id);
    } catch (error) {
      console.error(`${entry.event_id}: ${error.message}`); // it stays ours, and is claimed again in a minute
    }
  }
}
