import { isGrpcServiceError } from "@temporalio/client";

/** gRPC status codes with which Temporal refuses requests. */
export const grpcStatus = {
  invalidArgument: 3,
  notFound: 5,
  permissionDenied: 7,
  unimplemented: 12,
  unauthenticated: 16,
} as const;

/** The server's error: the error itself, or the one wrapped by the client; null: not from the server. */
export function serverErrorOf(thrown: unknown): { code: number; details: string } | null {
  if (isGrpcServiceError(thrown)) return thrown;
  return thrown instanceof Error && isGrpcServiceError(thrown.cause) ? thrown.cause : null;
}
