// Reads {"token", "jwks"} from standard input, verifies with jose, and prints the claims, the header and each key's thumbprint.
import { calculateJwkThumbprint, createLocalJWKSet, jwtVerify } from 'jose';
import { text } from 'node:stream/consumers';

const { token, jwks } = JSON.parse(await text(process.stdin));
const { payload, protectedHeader } = await jwtVerify(token, createLocalJWKSet(jwks), {
  issuer: 'doorward',
  audience: 'doorward',
  algorithms: ['ES256'],
  requiredClaims: ['sub', 'exp', 'iat'],
});
const thumbprints = await Promise.all(jwks.keys.map((key) => calculateJwkThumbprint(key)));
console.log(JSON.stringify({ payload, protectedHeader, thumbprints }));
