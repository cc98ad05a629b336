import { createRequire } from "node:module"; const require=createRequire(import.meta.url);
const { Connection, InternalConnectionOptionsSymbol } = require("@temporalio/client/lib/connection");
const c = await Connection.connect({ address: `127.0.0.1:${process.argv[2]}`, [InternalConnectionOptionsSymbol]: { supportsTestService: true } });
for (let i=0;i<4;i++){ try { const r = await c.testService.getCurrentTime({}); console.log(Date.now(), new Date(Number(r.time.seconds)*1000+Number(r.time.nanos)/1e6).toISOString()); } catch(e){ console.log("err",e);} await new Promise(r=>setTimeout(r,1000)); }
process.exit();
