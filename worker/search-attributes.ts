import type { Client } from "@temporalio/client";
import { cause } from "../domain/reasons/index.ts";
import { searchAttributes } from "../workflows/protocol.ts";
import { grpcStatus, serverErrorOf } from "./grpc-status.ts";
import { UnreachableError } from "./watch/unreachable.ts";

const names = Object.keys(searchAttributes);

type Server = Pick<Client, "connection" | "workflowService">;

/** temporal.api.enums.v1.IndexedValueType, of which the package exports no name that Node finds. */
const keyword = 2;

/**
 * Makes the search attributes of case workflows known to a server that we did not start ourselves; those it has stay.
 * @throws {UnreachableError} it lacks some and lets nobody add them by its API, as Temporal Cloud
 */
export async function registerSearchAttributes(server: Server, namespace: string): Promise<void> {
  const missing = await missingAttributes(server, namespace).catch((error: unknown) => {
    // The time-skipping server cannot be asked, and does not mind what it has already.
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

/** Search attributes that a server does not know. @throws unimplemented: it cannot be asked */
export async function missingAttributes({ connection, workflowService }: Server, namespace: string): Promise<string[]> {
  try {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    return names.filter((name) => !(name in customAttributes));
  } catch (error) {
    if (!isRefusal(error)) throw error;
  }
  // Who may not ask for the list (Temporal Cloud) may search by them.
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
