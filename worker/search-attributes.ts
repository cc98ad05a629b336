import type { Client } from "@temporalio/client";
import { cause } from "../domain/reasons/index.ts";
import { searchAttributes } from "../workflows/protocol.ts";
import { grpcStatus, serverErrorOf } from "./grpc-status.ts";
import { UnreachableError } from "./watch/unreachable.ts";

const names = Object.keys(searchAttributes);

type Server = Pick<Client, "connection" | "workflowService">;

/** `Keyword` of temporal.api.enums.v1.IndexedValueType; the package does not export the enum in a way that Node.js finds. */
const keyword = 2;

/**
 * Registers the search attributes of case workflows on an external server; existing ones are kept.
 * @throws {UnreachableError} some are missing and its API does not allow adding them, as in Temporal Cloud
 */
export async function registerSearchAttributes(server: Server, namespace: string): Promise<void> {
  const missing = await missingAttributes(server, namespace).catch((error: unknown) => {
    // The time-skipping server does not support this request; existing attributes do no harm there.
    if (codeOf(error) === grpcStatus.unimplemented) return names;
    throw error;
  });
  if (missing.length === 0) return;
  try {
    await server.connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(missing.map((name) => [name, keyword])),
    });
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw new UnreachableError(cause("engine-attributes", { attributes: missing, namespace }), { cause: error });
  }
}

/** Search attributes that a server does not have. @throws unimplemented: it does not support the request */
export async function missingAttributes({ connection, workflowService }: Server, namespace: string): Promise<string[]> {
  try {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    return names.filter((name) => !(name in customAttributes));
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
  // Without permission to list attributes (Temporal Cloud), each is tried in a query.
  const unknown: string[] = [];
  for (const name of names)
    try {
      await workflowService.countWorkflowExecutions({ namespace, query: `${name} = ""` });
    } catch (error) {
      if (codeOf(error) !== grpcStatus.invalidArgument) throw error;
      unknown.push(name);
    }
  return unknown;
}

const codeOf = (error: unknown): number | undefined => serverErrorOf(error)?.code;

const isRefusal = (error: unknown): boolean => {
  const found = codeOf(error);
  return found === grpcStatus.permissionDenied || found === grpcStatus.unimplemented;
};
