// The least that a trigger of a community package can do: n8n runs its own Webhook node on a shorter way.
class SmallestTrigger {
	description = {
		displayName: 'Smallest Trigger',
		name: 'smallestTrigger',
		group: ['trigger'],
		version: 1,
		description: 'Passes on what it is sent',
		defaults: { name: 'Smallest Trigger' },
		inputs: [],
		outputs: ['main'],
		webhooks: [
			{ name: 'default', httpMethod: 'POST', responseMode: 'onReceived', path: 'webhook' },
		],
		properties: [],
	};

	async webhook() {
		return { workflowData: [[{ json: this.getBodyData() }]] };
	}
}

module.exports = { SmallestTrigger };
