import { isGrpcServiceError } from "@temporalio/client";

/** Status codes of gRPC by which Temporal refuses. */
export const grpcStatus = {
  invalidArgument: 3,
  notFound: 5,
  permissionDenied: 7,
  unimplemented: 12,
  unauthenticated: 16,
} as const;

/** What the server said: the error itself, or the one that the client wrapped; null: it said nothing. */
export function serverErrorOf(thrown: unknown): { code: number; details: string } | null {
  if (isGrpcServiceError(thrown)) return thrown;
  return thrown instanceof Error && isGrpcServiceError(thrown.cause) ? thrown.cause : null;
}
