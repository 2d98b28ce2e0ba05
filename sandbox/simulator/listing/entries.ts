/** What the live catalogue says of a model beside its price and its schema. */
export interface Entry {
	id: string;
	title: string;
	provider: string;
	taskType: readonly string[];
}

const textToImage = 'Text to Image';
const imageToImage = 'Image to Image';
const fromText = [textToImage];
const fromImage = [imageToImage];
const both = [textToImage, imageToImage];
const textToVideo = ['Text to Video'];
const imageToVideo = ['Image to Video'];

type Row = readonly [id: string, title: string, taskType: readonly string[]];

const by = (provider: string, rows: readonly Row[]): Entry[] =>
	rows.map(([id, title, taskType]) => ({ id, title, provider, taskType }));

/** The image models of October 2026. IDs as recorded; titles and providers in the form of those recorded. */
const images: readonly Entry[] = [
	...by('OpenAI', [
		['4o-image-api', '4o Image', both],
		['gpt-image/1.5-text-to-image', 'GPT Image 1.5 Text To Image', fromText],
		['gpt-image/1.5-image-to-image', 'GPT Image 1.5 Image To Image', fromImage],
		['gpt-image-2-image-to-image', 'Gpt Image 2 Image To Image', fromImage],
		['gpt-image-2-text-to-image', 'Gpt Image 2 Text To Image', fromText],
		['gpt-image-2-5-flare-text-to-image', 'GPT Image 2.5 Flare Text to Image', fromText],
		['gpt-image-2-5-flare-image-to-image', 'GPT Image 2.5 Flare Image to Image', fromImage],
		['gpt-image-2-5-sunburst-text-to-image', 'GPT Image 2.5 Sunburst Text to Image', fromText],
		['gpt-image-2-5-sunburst-image-to-image', 'GPT Image 2.5 Sunburst Image to Image', fromImage],
	]),
	...by('Google', [
		['google/nano-banana', 'Nano Banana', fromText],
		['google/nano-banana-edit', 'Nano Banana Edit', fromImage],
		['nano-banana-pro', 'Nano Banana Pro', both],
		['nano-banana-2', 'Nano Banana 2', both],
		['nano-banana-2-lite', 'Nano Banana 2 Lite', both],
		['nano-banana-2-1', 'Nano Banana 2.1', both],
		['google/imagen4', 'Imagen 4', fromText],
		['google/imagen4-fast', 'Imagen 4 Fast', fromText],
		['google/imagen4-ultra', 'Imagen 4 Ultra', fromText],
	]),
	...by('ByteDance', [
		['bytedance/seedream', 'Seedream 3.0', fromText],
		['bytedance/seedream-v4-text-to-image', 'Seedream 4.0 Text To Image', fromText],
		['bytedance/seedream-v4-edit', 'Seedream 4.0 Edit', fromImage],
		['seedream/4.5-text-to-image', 'Seedream 4.5 Text To Image', fromText],
		['seedream/4.5-edit', 'Seedream 4.5 Edit', fromImage],
		['seedream/5-lite-text-to-image', 'Seedream 5.0 Lite Text To Image', fromText],
		['seedream/5-lite-image-to-image', 'Seedream 5.0 Lite Image To Image', fromImage],
		['seedream/5-pro-text-to-image', 'Seedream 5.0 Pro Text to Image', fromText],
		['seedream/5-pro-image-to-image', 'Seedream 5.0 Pro Image to Image', fromImage],
		['seedream/5-pro-layer-decomposition', 'Seedream 5.0 Pro Layer Decomposition', fromImage],
		['seedream/5-flash-text-to-image', 'Seedream 5.0 Flash Text to Image', fromText],
		['seedream/5-flash-image-to-image', 'Seedream 5.0 Flash Image to Image', fromImage],
		['seedream/5-flash-layer-decomposition', 'Seedream 5.0 Flash Layer Decomposition', fromImage],
	]),
	...by('Black Forest Labs', [
		['flux1-kontext', 'FLUX.1 Kontext', both],
		['flux-2/pro-text-to-image', 'Flux 2 Pro Text to Image', fromText],
		['flux-2/pro-image-to-image', 'Flux 2 Pro Image to Image', fromImage],
		['flux-2/flex-text-to-image', 'Flux 2 Flex Text to Image', fromText],
		['flux-2/flex-image-to-image', 'Flux 2 Flex Image to Image', fromImage],
	]),
	...by('Grok', [
		['grok-imagine/text-to-image', 'Grok Imagine Text to Image', fromText],
		['grok-imagine/image-to-image', 'Grok Imagine Image to Image', fromImage],
		['grok-imagine-image-2-0/text-to-image', 'Grok Imagine Image 2.0 Text to Image', fromText],
		['grok-imagine-image-2-0/image-edit', 'Grok Imagine Image 2.0 Image Edit', fromImage],
		['grok-imagine-image-2-0/segment-edit', 'Grok Imagine Image 2.0 Segment Edit', fromImage],
		['grok-imagine-image-2-0/segment-map', 'Grok Imagine Image 2.0 Segment Map', fromImage],
	]),
	...by('Ideogram', [
		['ideogram/v3-text-to-image', 'Ideogram V3 Text To Image', fromText],
		['ideogram/v3-edit', 'Ideogram V3 Edit', fromImage],
		['ideogram/v3-remix', 'Ideogram V3 Remix', fromImage],
		['ideogram/character', 'Ideogram Character', both],
		['ideogram/character-edit', 'Ideogram Character Edit', fromImage],
		['ideogram/character-remix', 'Ideogram Character Remix', fromImage],
	]),
	...by('Qwen', [
		['qwen/text-to-image', 'Qwen Text To Image', fromText],
		['qwen/image-to-image', 'Qwen Image To Image', fromImage],
		['qwen/image-edit', 'Qwen Image Edit', fromImage],
		['qwen2/text-to-image', 'Qwen2 Text To Image', fromText],
		['qwen2/image-edit', 'Qwen2 Image Edit', fromImage],
		['qwen2-1/text-to-image', 'Qwen Image 2.1 Text to Image', fromText],
		['qwen2-1/image-to-image', 'Qwen Image 2.1 Image to Image', fromImage],
		['qwen3/text-to-image', 'Qwen Image 3.0 Text to Image', fromText],
		['qwen3/image-to-image', 'Qwen Image 3.0 Image to Image', fromImage],
		['qwen3/pro-text-to-image', 'Qwen Image 3.0 Pro Text to Image', fromText],
		['qwen3/pro-image-to-image', 'Qwen Image 3.0 Pro Image to Image', fromImage],
		['z-image', 'Z-Image', fromText],
	]),
	...by('Recraft', [
		['recraft/remove-background', 'Recraft Remove Background', fromImage],
		['recraft/crisp-upscale', 'Recraft Crisp Upscale', fromImage],
	]),
	...by('Topaz', [['topaz/image-upscale', 'Topaz Image Upscale', fromImage]]),
	...by('Wan', [
		['wan/2-7-image', 'Wan 2.7 Image', both],
		['wan/2-7-image-pro', 'Wan 2.7 Image Pro', both],
	]),
];

/** Some of the others, of which there were about 150. */
const others: readonly Entry[] = [
	...by('Google', [
		['veo-3-1', 'Veo 3.1', [...textToVideo, ...imageToVideo]],
		[
			'google/gemini-omni-flash-1-1',
			'Gemini Omni Flash 1.1',
			[...textToVideo, ...imageToVideo, 'Video to Video'],
		],
		['gemini-omni-audio', 'Gemini Omni Audio', ['Text to Speech']],
	]),
	...by('ByteDance', [
		['bytedance/seedance-1.5-pro', 'Seedance 1.5 Pro', imageToVideo],
		['bytedance/seedance-2-fast', 'Seedance 2.0 Fast', [...textToVideo, ...imageToVideo]],
		['omnihuman-1-5/human-identification', 'OmniHuman 1.5 Human Identification', imageToVideo],
		['omnihuman-1-5/subject-detection', 'OmniHuman 1.5 Subject Detection', imageToVideo],
	]),
	...by('Kling', [
		['kling-3.0-omni/text-to-video', 'Kling 3.0 Omni Text to Video', textToVideo],
		['kling-3.0/video', 'Kling 3.0', [...textToVideo, ...imageToVideo]],
		['kling-2.6/text-to-video', 'Kling 2.6 Text to Video', textToVideo],
		['kling/v3-turbo-text-to-video', 'Kling 3.0 Turbo Text to Video', textToVideo],
		['kling/v2-1-master-text-to-video', 'Kling V2.1 Master Text To Video', textToVideo],
	]),
	...by('HappyHorse', [['happyhorse/image-to-video', 'HappyHorse Image to Video', imageToVideo]]),
	...by('Grok', [['grok-imagine/text-to-video', 'Grok Imagine Text to Video', textToVideo]]),
	...by('Hailuo', [
		['hailuo/02-text-to-video-standard', 'Hailuo 02 Text To Video Standard', textToVideo],
		['minimax-h3/text-to-video', 'MiniMax H3 Text to Video', textToVideo],
	]),
	...by('Wan', [['wan/2-5-text-to-video', 'Wan 2.5 Text to Video', textToVideo]]),
	...by('Runway', [['runway/extend-ai-video', 'Runway Extend AI Video', ['Video to Video']]]),
	...by('Suno', [
		['ai-music-api/generate', 'Generate Music', ['Text to Music']],
		['ai-music-api/suno-recovery-audio', 'Suno Recovery Audio', ['Audio to Audio']],
	]),
	...by('ElevenLabs', [
		['elevenlabs/text-to-speech-turbo-2-5', 'ElevenLabs TTS Turbo V2.5', ['Text to Speech']],
		['elevenlabs/text-to-dialogue-v3', 'ElevenLabs Text To Dialogue V3', ['Text to Speech']],
	]),
];

export const entries: readonly Entry[] = [...images, ...others];
