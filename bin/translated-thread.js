// A thread as it is written, where nothing could be built: tsx reads it.
import { register } from "tsx/esm/api";

register();
await import("./simulation-thread.ts");
