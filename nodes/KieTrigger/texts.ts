// What n8n shows beside the fields of the node. These are HTML.

export const eventTriggerDescription = 'Waiting for KIE to call the Test URL';

export const activationMessage =
	'KIE can now call the Production URL. Use it as the Callback URL for your tasks.';

const where =
	'Paste the URL into <b>Callback URL</b> of a KIE node whose <b>Wait Until Done</b> is off, or send it as <code>callBackUrl</code> in your own requests.';

const test =
	'<b>The Test URL</b> accepts one call while the editor is listening: click the button, submit a task with this URL, and the result shows up here. n8n listens for two minutes, so use a fast model.';

export const triggerPanel = {
	header: 'Let KIE call this workflow when an image is done',
	executionsHelp: {
		inactive: `${where}<br /><br />${test}<br /><br /><b>The Production URL</b> accepts every call once the workflow is published. Those runs show up in the executions list, not in the editor.`,
		active: `${where}<br /><br />${test}<br /><br /><b>The Production URL</b> accepts every call because the workflow is published. Those runs show up in the <a data-key="executions">executions list</a>, not in the editor.`,
	},
	activationHint:
		'When the workflow is finished, publish it and use the Production URL: it accepts every call, without this button.',
};
