export function bundled(program?: {
  readonly root: string;
  readonly entryPoint: string;
  readonly threads?: readonly string[];
  readonly external: readonly string[];
}): Promise<string | undefined>;
