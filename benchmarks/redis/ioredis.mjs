// The same by ioredis. Arguments: SOCKET, batch|callers, DEPTH, SECONDS
import Redis from 'ioredis';

const [socket, way, depth, seconds] = [process.argv[2], process.argv[3], Number(process.argv[4]), Number(process.argv[5])];
const redis = new Redis({ path: socket, enableAutoPipelining: way === 'callers' });
const entry = ['bench:messages', 'MAXLEN', '~', '100000', '*', 'type', 'message.created', 'event_id', '01a225bb-183c-7b07-b9a5-d9c8d312ba17', 'payload', 'x'.repeat(400)];

async function batches(until) {
  let added = 0;
  while (performance.now() < until) {
    const pipeline = redis.pipeline();
    for (let n = 0; n < depth; n++) pipeline.xadd(...entry);
    added += (await pipeline.exec()).filter(([failure]) => !failure).length;
  }
  return added;
}

async function caller(until) {
  let added = 0;
  for (; performance.now() < until; added++) await redis.xadd(...entry);
  return added;
}

async function measured(during) {
  const begun = performance.now();
  const until = begun + during * 1000;
  const added = way === 'batch' ? await batches(until) : (await Promise.all(Array.from({ length: depth }, () => caller(until)))).reduce((sum, n) => sum + n, 0);
  return added / ((performance.now() - begun) / 1000);
}

await measured(Math.min(1, seconds / 2));
console.log(Math.round(await measured(seconds)));
redis.disconnect();
