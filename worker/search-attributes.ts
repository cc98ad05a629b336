import { type ConnectionLike, isGrpcServiceError } from "@temporalio/client";
import { searchAttributes } from "../workflows/protocol.ts";

/** temporal.api.enums.v1.IndexedValueType, of which the package exports no name that Node finds. */
const keyword = 2;

/** Makes the search attributes of case workflows known to a server that we did not start ourselves; those it has stay. */
export async function registerSearchAttributes(connection: ConnectionLike, namespace: string): Promise<void> {
  const known = await knownTo(connection, namespace);
  const missing = Object.keys(searchAttributes).filter((name) => !known.includes(name));
  if (missing.length === 0) return;
  await connection.operatorService.addSearchAttributes({
    namespace,
    searchAttributes: Object.fromEntries(missing.map((name) => [name, keyword])),
  });
}

/** The time-skipping server lists none, and does not mind what it has already. */
async function knownTo(connection: ConnectionLike, namespace: string): Promise<string[]> {
  try {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    return Object.keys(customAttributes);
  } catch (error) {
    if (isGrpcServiceError(error) && error.code === 12) return [];
    throw error;
  }
}
