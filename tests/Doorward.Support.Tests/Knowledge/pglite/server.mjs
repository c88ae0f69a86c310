// PostgreSQL with pgvector, compiled to WebAssembly: the one build of the extension that a package registry serves. It says its port and ends with its input.
import { PGlite } from "@electric-sql/pglite";
import { btree_gin } from "@electric-sql/pglite/contrib/btree_gin";
import { btree_gist } from "@electric-sql/pglite/contrib/btree_gist";
import { pg_trgm } from "@electric-sql/pglite/contrib/pg_trgm";
import { unaccent } from "@electric-sql/pglite/contrib/unaccent";
import { vector } from "@electric-sql/pglite-pgvector";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";

const db = await PGlite.create({ extensions: { btree_gin, btree_gist, pg_trgm, unaccent, vector } });
const server = new PGLiteSocketServer({ db, host: "127.0.0.1", port: 0, maxConnections: 16 });
await server.start();
console.log(server.getServerConn().split(":")[1]);
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
