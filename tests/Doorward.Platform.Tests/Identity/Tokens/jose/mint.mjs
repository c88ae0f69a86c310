// Mints a token of each algorithm with jose and prints them with their keys, as JSON on one line.
import { SignJWT, exportJWK, exportSPKI, generateKeyPair } from 'jose';

const secret = 'jose-secret-jose-secret-jose-secret-0123';
const answer = { secret, jwks: { keys: [] }, tokens: {}, pem: {} };

const mint = (alg, kid, key) => new SignJWT({ email: 'ana@example.pt', email_verified: true, name: 'Ana Conceição 🏠', app: { org: 'demo' } })
  .setProtectedHeader({ alg, kid, typ: 'JWT' })
  .setIssuer('https://jose.example')
  .setAudience(['other', 'doorward-tests'])
  .setSubject('ana')
  .setIssuedAt()
  .setExpirationTime('1h')
  .sign(key);

answer.tokens.HS256 = await mint('HS256', undefined, new TextEncoder().encode(secret));
for (const alg of ['RS256', 'ES256']) {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  answer.jwks.keys.push({ ...(await exportJWK(publicKey)), kid: `jose-${alg}`, use: 'sig', alg });
  answer.pem[alg] = await exportSPKI(publicKey);
  answer.tokens[alg] = await mint(alg, `jose-${alg}`, privateKey);
}
console.log(JSON.stringify(answer));
