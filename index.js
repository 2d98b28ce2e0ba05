// n8n finds nodes and credentials by the paths in package.json; this entry serves everyone else.
'use strict';

module.exports = {
	...require('./dist/credentials/KieImageApi.credentials.js'),
	...require('./dist/nodes/Kie/Kie.node.js'),
	...require('./dist/nodes/KieTrigger/KieTrigger.node.js'),
};
