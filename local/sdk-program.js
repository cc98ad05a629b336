// Makes Temporal's SDK download a server into a folder: node sdk-program.js local|time-skipping FOLDER
// It is a separate process because the SDK's runtime can be configured only once in each, and the program has its own settings.
import { TestWorkflowEnvironment } from "@temporalio/testing";

const [kind, downloadDir] = process.argv.slice(2);
const server = { executable: { type: "cached-download", downloadDir } };
try {
  const environment =
    kind === "time-skipping"
      ? await TestWorkflowEnvironment.createTimeSkipping({ server })
      : await TestWorkflowEnvironment.createLocal({ server });
  await environment.teardown();
  process.exit(0);
} catch (error) {
  console.error(String(error?.message ?? error).slice(0, 200));
  process.exit(1);
}
