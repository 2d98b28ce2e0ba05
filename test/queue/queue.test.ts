import { polling } from './suites/polling.ts';
import { processDeath } from './suites/processDeath.ts';
import { resting } from './suites/resting.ts';
import { trigger } from './suites/trigger.ts';
import { useQueue } from './stack.ts';

// One n8n for all of them: to start one takes longer than most of the tests.
const queue = useQueue({ webhookProcesses: 2 });

polling(queue);
resting(queue);
trigger(queue);
processDeath(queue);
