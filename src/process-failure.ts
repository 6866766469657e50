/** Faults that no request owns: the process stops in order instead of going on in an unknown state. */
export function failureOfProcess(): { readonly happened: Promise<Error>; readonly report: (error: Error) => void } {
  let report: (error: Error) => void = () => undefined;
  const happened = new Promise<Error>((resolve) => {
    report = resolve;
  });
  process.on('uncaughtException', (error) => report(error));
  process.on('unhandledRejection', (reason) => report(reason instanceof Error ? reason : new Error(String(reason))));
  return { happened, report };
}
