import fc from 'fast-check';
import { test } from 'vitest';
import { useFakedClock } from '../helpers/clock.ts';
import { keepFilesInMemory } from '../helpers/binaryStore.ts';
import { newProcess } from '../helpers/rest.ts';
import { scenarios } from './arbitrary.ts';
import { play } from './play.ts';
import { brokenBy } from './invariants/index.ts';
keepFilesInMemory();
useFakedClock();
const N = Number(process.env.N ?? 200), SEED = Number(process.env.SEED ?? 1);
test('x', async () => {
  const other = await newProcess();
  const list = fc.sample(scenarios, { seed: SEED, numRuns: N });
  const tally: Record<string, {n: number, eg: [number, string[], number][]}> = {};
  const t = performance.now();
  const st: Record<string, number> = {};
  for (const [i, s] of list.entries()) {
    if (process.env.ONLY && Number(process.env.ONLY) !== i) continue;
    const p = await play(s, other);
    st[p.status] = (st[p.status] ?? 0) + 1;
    const b = brokenBy(p);
    for (const { name, how } of b) { const e = tally[name] ??= {n:0, eg:[]}; e.n++; e.eg.push([i, how, JSON.stringify(s).length]); }
    if (process.env.ONLY) console.log(JSON.stringify(s, null, 1), JSON.stringify({b, status: p.status, error: p.error && {m: p.error.message, d: p.error.description}, out: p.outputs, hints: p.hints, creates: p.ledger.creates.map(c=>({...c, task: c.task?.id, at: c.at-p.startedAt})), tasks: p.ledger.tasks.map(t=>({id:t.id, item:t.item, told:t.told, end:t.endsAt-p.startedAt, reads:t.reads.map(r=>r-p.startedAt)})), req: p.ledger.requests.map(r=>[r.at-p.startedAt, r.method, r.host, r.path].join(' ')), ended: p.endedAt-p.startedAt, wt: p.wokenByTimer}, null, 1));
  }
  for (const [k,v] of Object.entries(tally)) { v.eg.sort((a,b)=>a[2]-b[2]); console.log('BROKEN', k, v.n, v.eg.slice(0,6).map(([i,h])=>'\n   #'+i+' '+h[0]?.slice(0,220)).join('')); }
  console.log('TOOK', performance.now()-t, JSON.stringify(st));
});
