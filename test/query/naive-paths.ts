/** PATH, by walking up from an object along every way that leads to it. */
import type { NaiveObject } from './naive-evaluate';
import { plain } from './naive-afts-parse';

/** Whether one of the ways down to the object is as the path has it, `/app:company_home//cm:a/*`. */
export function isAtPath(folders: ReadonlyMap<string, NaiveObject>, object: NaiveObject, path: string): boolean {
  const steps = [...path.matchAll(/(\/\/?)(?:\{[^}]*\})?([^/]+)/g)].map(([, axis, name = '']) => ({
    deep: axis === '//',
    name: nameOf(name),
  }));
  const below = steps.at(-1)?.name === '.';
  const named = below ? steps.slice(0, -1) : steps;
  const fits = (names: readonly string[], step: number): boolean => {
    const wanted = named[step];
    if (!wanted) return below || names.length === 0;
    return names.some(
      (name, index) =>
        (index === 0 || wanted.deep) &&
        (wanted.name === '*' || wanted.name === name) &&
        fits(names.slice(index + 1), step + 1),
    );
  };
  return waysTo(folders, object).some((names) => fits(names, 0));
}

function waysTo(folders: ReadonlyMap<string, NaiveObject>, object: NaiveObject): readonly (readonly string[])[] {
  const { name } = object.object;
  if (object.folders.size === 0) return [[name]];
  return [...object.folders].flatMap((uuid) =>
    waysTo(folders, folders.get(uuid) as NaiveObject).map((names) => [...names, name]),
  );
}

function nameOf(step: string): string {
  if (step === 'app:company_home') return 'Company Home';
  const local = step.replace(/^[^:]*:/, '');
  return plain(local.replace(/_x([0-9a-f]{4})_/gi, '\\u$1'));
}
