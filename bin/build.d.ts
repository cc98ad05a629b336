interface Program {
  readonly root: string;
  /** Name of its manifest. @default "bundle" */
  readonly name?: string;
  readonly entryPoint: string;
  /** Files that are started as threads. */
  readonly threads?: readonly string[];
  readonly external: readonly string[];
  /** @default "bundle" */
  readonly packages?: "bundle" | "external";
  /** Whether `import.meta.url` is the address of the source file. */
  readonly inPlace?: boolean;
}

export const servers: Program;
export function bundled(program?: Program): Promise<string | undefined>;
