interface Program {
  readonly root: string;
  /** Of its manifest. @default "bundle" */
  readonly name?: string;
  readonly entryPoint: string;
  /** Each is started by its file. */
  readonly threads?: readonly string[];
  readonly external: readonly string[];
  /** @default "bundle" */
  readonly packages?: "bundle" | "external";
  /** Whether `import.meta.url` is the address of the source. */
  readonly inPlace?: boolean;
}

export const servers: Program;
export function bundled(program?: Program): Promise<string | undefined>;
