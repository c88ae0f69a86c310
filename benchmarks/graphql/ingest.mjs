// ingestMessage as one would write it for Mercurius: the rows that Doorward stores (conversation, message, event) by one prepared statement a message,
// over postgres.js, which pipelines. No token is checked, no rule but the database's own: what could be left out is left out.
import Fastify from 'fastify';
import mercurius from 'mercurius';
import postgres from 'postgres';
import { createHash, randomUUID } from 'node:crypto';

const organization = '01990000-0000-7000-8000-000000000000';
const customerId = (number) => `01990003-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
// As many connections as clients, like Doorward's opposite in ./bench bookings.
const sql = postgres({ max: 32, prepare: true });

async function ingest({ input }) {
  const [id, opens] = [randomUUID(), input.conversationId === null];
  const conversation = input.conversationId ?? randomUUID();
  const person = customerId(Number(input.customerRef.split('-')[1]));
  const digest = createHash('sha256').update(JSON.stringify([input.conversationId, input.customerRef, input.body])).digest();
  const [message] = await sql`
    WITH entered AS (
      UPDATE support.conversations SET messages = messages + 1, last_message_at = now(), status = 'OPEN', snoozed_until = NULL
      WHERE organization_id = ${organization}::uuid AND id = ${conversation}::uuid AND NOT ${opens}::boolean
      RETURNING messages
    ), opened AS (
      INSERT INTO support.conversations (organization_id, id, customer_ref, person_id, messages, created_at, last_message_at)
      SELECT ${organization}::uuid, ${conversation}::uuid, ${input.customerRef}::text, ${person}::uuid, 1, now(), now() WHERE ${opens}::boolean
      RETURNING messages
    ), said AS (
      INSERT INTO support.messages (organization_id, id, conversation_id, number, author, person_id, body, created_at, idempotency_key, idempotency_digest)
      SELECT ${organization}::uuid, ${id}::uuid, ${conversation}::uuid, messages, 'CUSTOMER', ${person}::uuid, ${input.body}::text, now(), ${input.idempotencyKey}::text, ${digest}::bytea
      FROM (TABLE entered UNION ALL TABLE opened) known
      RETURNING id, conversation_id, number, created_at
    ), logged AS (
      INSERT INTO events.log (type, organization_id, actor_id, subject_id, after)
      SELECT 'message.created', ${organization}::uuid, ${person}::uuid, id, jsonb_build_object('conversation_id', conversation_id, 'number', number, 'author', 'CUSTOMER')
      FROM said
    )
    SELECT id, number, created_at AS "createdAt" FROM said`;
  if (!message) throw new Error('no such conversation');
  return message;
}

const app = Fastify();
app.register(mercurius, {
  schema: `
    type Query { ping: String! }
    type Mutation { ingestMessage(input: IngestMessageInput!): Message! }
    input IngestMessageInput { body: String! conversationId: ID customerRef: String applicantId: ID idempotencyKey: String }
    type Message { id: ID! number: Int! createdAt: DateTime! }
    scalar DateTime`,
  jit: 1,
  resolvers: { Query: { ping: () => 'pong' }, Mutation: { ingestMessage: (_, given) => ingest(given) } },
});
await app.listen({ host: '127.0.0.1', port: Number(process.argv[2]) });
