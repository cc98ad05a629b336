import { Connection, Client } from "@temporalio/client";
const port = process.argv[2];
const c = await Connection.connect({ address: `127.0.0.1:${port}`, [Symbol.for("__temporal_internal_connection_options")]: { supportsTestService: true } } as any);
for (let i=0;i<3;i++){ try { const r = await (c as any).testService?.getCurrentTime({}); console.log(new Date(Number(r.time.seconds)*1000+Number(r.time.nanos)/1e6).toISOString()); } catch(e){ console.log("err",e);} await new Promise(r=>setTimeout(r,1000)); }
const client = new Client({connection:c});
for (const id of process.argv.slice(3)) { try { const h=client.workflow.getHandle(id); const d=await h.describe(); const hist=await h.fetchHistory(); console.log(id,d.status.name,hist.events?.length); for(const e of (hist.events??[]).slice(-6)) console.log(JSON.stringify(e).slice(0,700)); } catch(e:any){console.log(id,e.message)} }
process.exit();
