/**
 * What the live catalogue says a model costs, as recorded on 2 October 2026. It is prose: each family has a form of
 * its own, some prices are by the megapixel, the second or in dollars alone, and what follows "High-tier" is a
 * discount for those who pay much at once.
 */

const ideogramV3 =
	'Ideogram V3 costs 3.5 credits ($0.0175) for Turbo, 7 credits ($0.035) for Balanced, or 10 credits (~$0.05) for Quality per image.\nHigh-tier top-ups (+10% bonus) bring effective pricing down to ~$0.016 for Turbo, ~$0.032 for Balanced, and ~$0.045 for Quality per image.';
const ideogramCharacter =
	'Ideogram Character costs 12 credits ($0.06) Turbo, 18 credits ($0.09) Balanced, 24 credits ($0.12) Quality.\nHigh-tier top-ups (+10% bonus) bring effective pricing down to ~$0.055 (Turbo), ~$0.082 (Balanced), and ~$0.109 (Quality).';
const nanoBanana =
	'Nano Banana API costs 4 credits per image (~$0.02).\nHigh-tier top-ups (+10% bonus) bring effective pricing down to ~$0.018 per image.';
const gptImage2 =
	'GPT-2 Image — now just 6 credits ($0.03) for 1 K, 10 credits ($0.05) for 2 K, and 16 credits ($0.08) for 4 K.\nHigh-tier top-ups (+10% bonus) bring effective pricing down to ~10% off the above rates.';
const gptImage25 =
	'GPT Image 2.5 — now just 6 credits ($0.03) for 1 K, 10 credits ($0.05) for 2 K, and 16 credits ($0.08) for 4 K.\nHigh-tier top-ups (+10% bonus) bring effective pricing down to ~10% off the above rates.';
const seedream4 =
	'Seedream V4: 5 credits per image (~$0.025). The price is independent of image resolution and is solely determined by the final number of images returned. The number of images depends on the quantity specified in the prompt and the maximum value set by max_images, both of which jointly determine the final count.\nHigh-tier top-ups include +10% bonus credits. Effective pricing is approximately 10% lower than the above rates.';
const seedream5Lite =
	'5.5 credits per image (≈ US $0.0275), up to 3 K resolution text-to-image/edit, ~21 % cheaper than official & Fal.ai rates.\nHigh-tier top-ups (+10% bonus) bring effective pricing down to ≈ US $0.025 per image.';
const seedream5Pro =
	'1K: 7 credits per image ($0.035), 2K: 14 credits per image ($0.07). Input images cost 0.5 credits each ($0.0025), with the first input image free — approximately 20% cheaper than official rates.\n\nHigh-tier top-ups include +10% bonus credits, making the effective cost about 10% lower than the listed pricing.';
const seedream5Flash =
	'1K and 2K images are priced the same: 3.24 credits per image ($0.0162).\n\nHigh-tier top-ups include +10% bonus credits, further reducing the effective cost.';
const grok2 =
	'4 credits per image (= $0.02), approximately 67% cheaper than the official price ($0.06/image).\n\nHigh-tier top-ups include a +10% bonus, making effective pricing approximately 10% lower than listed.';
const qwen2 =
	'Price ≈ $0.03 per image, depending on the image aspect ratio. For detailed comparisons, please refer to the README.\nHigh-tier top-ups (+10% bonus) bring effective pricing down to ≈ $0.027 per image.';
const qwen21 =
	'Qwen-Image-2.1 is priced at 4 credits per 1K image (≈ $0.02) and 8 credits per 2K image (≈ $0.04).\nHigh-tier top-ups (+10% bonus) bring effective pricing down to ~$0.018 per 1K image and ~$0.036 per 2K image.';
const wan27 =
	'WAN-2.7 Image Pro costs 12 credits per image (≈ $0.06), while WAN-2.7 Image costs 4.8 credits per image (≈ $0.024). \nHigh-tier top-ups include +10% bonus credits. Effective pricing is approximately 10% lower than the above rates.';
const flux2 = (prices: string, discount: string) =>
	`${prices}—upload up to 8 reference images at no extra cost; you already save 40 %+ versus official pricing on a single image, and the advantage only grows with more uploads.\nHigh-tier top-ups (+10% bonus) bring effective pricing down to ${discount}.`;

/** By ID; null for a model without a price. */
export const prices: Readonly<Record<string, string | null>> = {
	'4o-image-api':
		'4O Image API on KIE: just 6 credits per image (~$0.03) — flat, all-inclusive pricing with no hidden parameters.High-tier top-ups (+10% bonus) bring effective pricing down to ~$0.027 per image.',
	'flux1-kontext':
		'Black Forest Labs FLUX.1 Kontext on Kie.ai offers text-to-image generation with two tiers — Pro mode at 5 credits per image (≈ $0.025) and Max mode at 10 credits per image (≈ $0.05). \nHigh-tier top-ups (+10% bonus) bring effective pricing down to ~$0.0225 per image in Pro mode and ~$0.045 per image in Max mode.',
	'gpt-image/1.5-text-to-image':
		'text-to-image or image-to-image: medium quality 4 credits ($0.02) per image, high quality 22 credits ($0.11) per image — ~35–45% cheaper than fal pricing.\nHigh-tier top-ups (+10% bonus) bring effective pricing down to ~$0.018 per image (medium quality) and ~$0.10 per image (high quality).',
	'gpt-image/1.5-image-to-image':
		'medium quality 4 credits ($0.02) per image, high quality 22 credits ($0.11) per image — ~35–45% below fal pricing.\nHigh-tier top-ups (+10% bonus) bring effective pricing down to ~$0.018 per image (medium quality) and ~$0.10 per image (high quality).',
	'gpt-image-2-text-to-image': gptImage2,
	'gpt-image-2-image-to-image': gptImage2,
	'gpt-image-2-5-flare-text-to-image': gptImage25,
	'gpt-image-2-5-flare-image-to-image': gptImage25,
	'gpt-image-2-5-sunburst-text-to-image': gptImage25,
	'gpt-image-2-5-sunburst-image-to-image': gptImage25,

	'google/nano-banana': nanoBanana,
	'google/nano-banana-edit': nanoBanana,
	'nano-banana-pro':
		'18 credits (~$0.09) for 1K/2K and 24 credits (~$0.12) for 4K—flat rate up to 50 % below official pricing.\nHigh-tier top-ups (+10% bonus) bring effective pricing down to ~$0.082 for 1K/2K and ~$0.11 for 4K.',
	'nano-banana-2':
		'Nano Banana 2 — now just 8 credits ($0.04) for 1 K, 12 credits ($0.06) for 2 K, and 18 credits ($0.09) for 4 K, roughly 40 % below the official price.\n High-tier top-ups (+10% bonus) bring effective pricing down to ~$0.036 for 1 K, ~$0.054 for 2 K, and ~$0.081 for 4 K.',
	'nano-banana-2-lite':
		'Nano Banana 2 Lite — now just 4 credits ($0.02) for 1K, about 59.5% of the Google official price, saving roughly 40.5%.\nHigh-tier top-ups (+10% bonus) bring the effective pricing down to ~$0.018 for 1K.',
	// Younger than the recording: its prices in the words of Nano Banana 2.
	'nano-banana-2-1':
		'Nano Banana 2.1 — now just 4 credits ($0.02) for 1 K, 6 credits ($0.03) for 2 K, and 9 credits ($0.045) for 4 K.\n High-tier top-ups (+10% bonus) bring effective pricing down to ~$0.018 for 1 K, ~$0.027 for 2 K, and ~$0.041 for 4 K.',
	'google/imagen4':
		'Imagen 4 costs 8 credits per image ($0.04).\nHigh-tier top-ups (+10% bonus) bring effective pricing down to ~$0.036 per image.',
	'google/imagen4-fast':
		'Imagen 4 Fast costs 4 credits per image (≈ $0.020).\nHigh-tier top-ups (+10% bonus) bring effective pricing down to ≈ $0.018 per image.',
	'google/imagen4-ultra':
		'Imagen 4 Ultra costs 12 credits per image ($0.06).\nHigh-tier top-ups (+10% bonus) bring effective pricing down to ~$0.055 per image.',

	'bytedance/seedream':
		'Seedream V3 costs 3.5 credits per image ($0.0175).\nHigh-tier top-ups (+10% bonus) bring effective pricing down to ~$0.0158 per image.',
	'bytedance/seedream-v4-text-to-image': seedream4,
	'bytedance/seedream-v4-edit': seedream4,
	'seedream/4.5-text-to-image':
		'6.5 credits per image (≈ $0.032), a smooth 19 % below the official price.\nHigh-tier top-ups (+10% bonus) bring effective pricing down to ≈ $0.030 per image.',
	'seedream/4.5-edit':
		'6.5 credits per image (=$0.0325), a smooth 19 % below the official price.\nHigh-tier top-ups (+10% bonus) bring effective pricing down to ~$0.030 per image.',
	'seedream/5-lite-text-to-image': seedream5Lite,
	'seedream/5-lite-image-to-image': seedream5Lite,
	'seedream/5-pro-text-to-image': seedream5Pro,
	'seedream/5-pro-image-to-image': seedream5Pro,
	'seedream/5-pro-layer-decomposition':
		'💰 Pricing: Layer decomposition is billed based on the number of output images, with each layer—including the base image—counted as one image. 1K / 1.5K: 7 credits per image ($0.035), 2K: 14 credits per image ($0.07).\n\nHigh-tier top-ups include +10% bonus credits, making the effective cost about 10% lower than the listed pricing.',
	'seedream/5-flash-text-to-image': seedream5Flash,
	'seedream/5-flash-image-to-image': seedream5Flash,
	'seedream/5-flash-layer-decomposition':
		'Layer decomposition is billed based on the number of output images, with each layer—including the base image—counted as one image. 1K / 1.5K /2K : 3.24 credits per image ( $0.0162 )\n\nHigh-tier top-ups include +10% bonus credits, further reducing the effective cost.',

	'flux-2/pro-text-to-image': flux2(
		'5 credits (~$0.025) for 1K or 7 credits (~$0.035) for 2K',
		'~$0.0225 for 1K and ~$0.0315 for 2K',
	),
	'flux-2/pro-image-to-image': flux2(
		'5 credits (~$0.025) for 1K or 7 credits (~$0.035) for 2K',
		'~$0.023 for 1K and ~$0.032 for 2K',
	),
	'flux-2/flex-text-to-image': flux2(
		'14 credits (~$0.07) for 1K or 24 credits (~$0.12) for 2K',
		'~$0.063 for 1K  and ~$0.108 for 2K',
	),
	'flux-2/flex-image-to-image': flux2(
		'14 credits (~$0.07) for 1K or 24 credits (~$0.12) for 2K',
		'~$0.063 for 1K and ~$0.11 for 2K',
	),
	'z-image':
		'flat 0.8 Kie credits per image (≈ $0.004) — simple, all-inclusive pricing.\nHigh-tier top-ups (+10% bonus) bring effective pricing down to ≈ $0.0036 per image.',

	'grok-imagine/text-to-image':
		'Standard: 4 credits ($0.02) per generation; Quality: 5 credits ($0.025) per generation.\nEach generation outputs 2 images by default.\nHigh-tier top-ups (+10% bonus) bring effective pricing down to ~$0.018 per generation in Standard mode and ~$0.022 per generation in Quality mode.',
	'grok-imagine/image-to-image':
		'Pricing: 4 credits ($0.02) per image \nHigh-tier top-ups (+10% bonus) bring effective pricing down to ~$0.018 per image.',
	'grok-imagine-image-2-0/text-to-image': grok2,
	'grok-imagine-image-2-0/image-edit': null,
	'grok-imagine-image-2-0/segment-edit': grok2,
	'grok-imagine-image-2-0/segment-map': 'Pricing: Generate segment map is free.',

	'ideogram/v3-text-to-image': ideogramV3,
	'ideogram/v3-edit': ideogramV3,
	'ideogram/v3-remix': null,
	'ideogram/character': ideogramCharacter,
	'ideogram/character-edit': ideogramCharacter,
	'ideogram/character-remix': ideogramCharacter,

	'qwen/text-to-image':
		'Qwen Image is priced at 4 credits per megapixel (≈ $0.02).\nHigh-tier top-ups (+10% bonus) bring effective pricing down to ~$0.018 per megapixel.',
	'qwen/image-to-image':
		'Qwen Image-to-Image costs 4 credits per image (= $0.02).\nHigh-tier top-ups (+10% bonus) bring effective pricing down to ~$0.018 per image.',
	'qwen/image-edit':
		'Price ≈ $0.03 per megapixel, depending on the image aspect ratio. For detailed comparisons, please refer to the README.\nHigh-tier top-ups (+10% bonus) bring effective pricing down to ≈ $0.027 per megapixel.',
	'qwen2/text-to-image': qwen2,
	'qwen2/image-edit': qwen2,
	'qwen2-1/text-to-image': qwen21,
	'qwen2-1/image-to-image': qwen21,
	'qwen3/text-to-image':
		'Qwen image 3.0 text-to-Image costs 4.8 credits per image (≈ $0.024) for 1K/2K output.  \n\nHigh-tier top-ups bring the effective price down to approximately 90% of the prices listed above.',
	'qwen3/image-to-image':
		'Qwen image 3.0 Image-to-Image costs 4.8 credits per image (≈ $0.024) for 1K/2K output.  \nInput images are charged at 0.5 credits per image.  \n\nHigh-tier top-ups bring the effective price down to approximately 90% of the prices listed above.',
	'qwen3/pro-text-to-image':
		'Qwen Image 3.0 Pro text to image costs 6.4 credits per image (≈ $0.032) for 1K and 12 credits per image (≈ $0.06) for 2K.  \n\nHigh-tier top-ups bring the effective price down to approximately 90% of the prices listed above.',
	'qwen3/pro-image-to-image':
		'Qwen Image 3.0 Pro image to image costs 6.4 credits per image (≈ $0.032) for 1K output and 12 credits per image (≈ $0.06) for 2K output.  \nInput images cost 0.5 credits per image.  \n\nHigh-tier top-ups bring the effective price down to approximately 90% of the prices listed above.',

	'recraft/remove-background':
		'Kie.ai Recraft Remove-Background: 1 credit ($0.005) per output image.\nHigh-tier top-ups (+10% bonus) bring effective pricing down to ~$0.0045 per output image.',
	'recraft/crisp-upscale':
		'Recraft Crisp Upscale: 0.5 credits per upscale (~US $0.0025).\nHigh-tier top-ups (+10% bonus) bring effective pricing down to ~US $0.0023 per upscale.',
	'topaz/image-upscale':
		'10 credits ($0.05) per ≤2 K image, 20 credits ($0.10) per 4 K image.\nHigh-tier top-ups (+10% bonus) bring effective pricing down to ~$0.045 per ≤2K image, ~$0.09 per 4K image, and ~$0.18 per 8K image.',
	'wan/2-7-image': wan27,
	'wan/2-7-image-pro': wan27,

	'veo-3-1':
		'Lite mode (text-to-video / image-to-video/ reference-to-video): 720P — 30 credits (≈ $0.15) per video; 1080P — 35 credits (≈ $0.175) per video; 4K — 150 credits (≈ $0.75) per video.\nFast mode (text-to-video / image-to-video / reference-to-video): 720P — 60 credits (≈ $0.30) per video; 1080P — 65 credits (≈ $0.325) per video; 4K — 180 credits (≈ $0.90) per video.\nQuality mode (text-to-video / image-to-video): 720P — 250 credits (≈ $1.25) per video; 1080P — 255 credits (≈ $1.275) per video; 4K — 370 credits (≈ $1.85) per video.\n\nHigh-tier top-ups (+10% bonus) reduce the effective cost by about 10%, making pricing even lower for Lite, Fast, and Quality mode across all resolutions.',
	'google/gemini-omni-flash-1-1':
		'Without video input:\n - 360P/720P/1080P: 4s 63 credits ($0.315), 6s 84 credits ($0.42), 8s 105 credits ($0.525), 10s 126 credits ($0.63)\n - 4K: 4s 147 credits ($0.735), 6s 168 credits ($0.84), 8s 189 credits ($0.945), 10s 210 credits ($1.05)\n\nWith video input:\n - 360P/720P/1080P: 168 credits ($0.84) per generation\n - 4K: 252 credits ($1.26) per generation\n\nHigh-tier top-ups include 10% bonus credits, making the effective cost approximately 90% of the listed prices.',
	'gemini-omni-audio': null,
	'bytedance/seedance-1.5-pro':
		'480p: 1.75 credits/s ($0.00875) no audio, 3.5 credits/s ($0.0175) with audio; \n720p: 3.5 credits/s ($0.0175) no audio, 7 credits/s ($0.035) with audio; \n1080p: 7.5 credits/s ($0.0375) no audio, 15 credits/s ($0.075) with audio.\n\nHigh-tier top-ups include +10% bonus credits. Effective pricing is approximately 10% lower than the above rates.',
	'bytedance/seedance-2-fast':
		'480P: 6.8 credits/s ($0.034/s, with video) | 11.7 credits/s ($0.059/s, no video)\n720P: 15 credits/s ($0.075/s, with video) | 24.8 credits/s ($0.124/s, no video)\n\n🔸Note🔸: “With video input” has a lower unit price due to a different calculation method: No video = Price × Output;  With video = Price × (Input + Output)\n\nHigh-tier top-ups include a +10% bonus, making effective pricing approximately 10% lower than listed. Prices are currently in beta and may be adjusted in the future\n\n🎉 Limited-time discount: Seedance 2.0 Fast is now available at a reduced price until October 7, 06:00 (UTC).',
	'omnihuman-1-5/human-identification': null,
	'omnihuman-1-5/subject-detection': null,
	'kling-3.0-omni/text-to-video':
		'💰 Pricing:\n720P: 14 credits/s ($0.070/s, no native audio) | 18 credits/s ($0.090/s, with native audio)\n1080P: 18 credits/s ($0.090/s, no native audio) | 23 credits/s ($0.115/s, with native audio)\n4K: 67 credits/s ($0.335/s, no native audio) | 67 credits/s ($0.335/s, with native audio)\n\nHigh-tier top-ups include a +10% bonus, making effective pricing approximately 10% lower than listed.',
	'kling-3.0/video':
		'Standard: no-audio 14 credits ($0.07) /s ; with audio 20 credits ($0.1)/s;  \nPro:  no-audio 18 credits ($0.09) / s; with audio 27 credits ($0.135)/s\n4K：no/with audio 67 credits ($0.335) /s, approximately 80% of the official provider price.\nHigh-tier top-ups include +10% bonus credits. Effective pricing is approximately 10% lower than the above rates.',
	'kling-2.6/text-to-video':
		'HD video 5 s no-audio 55 credits ($0.28) / 10 s no-audio 110 credits ($0.55); with audio—5 s 110 credits ($0.55) or 10 s 220 credits ($1.10)—flat-rate about 20 % below the official price.\nHigh-tier top-ups (+10% bonus) bring effective pricing down to ~$0.25 per 5 s no-audio, ~$0.50 per 10 s no-audio; with audio—5 s ~$0.50, 10 s ~$1.00.',
	'kling/v3-turbo-text-to-video':
		'720P: 18 credits/s (≈$0.09), 1080P: 22.5 credits/s (≈$0.1125).\nHigh-tier top-ups include +10% bonus credits. Effective pricing is approximately 10% lower than the above rates.',
	'kling/v2-1-master-text-to-video':
		'A 5-second video costs 160 credits ($0.80), and a 10-second video costs 320 credits ($1.60).\nHigh-tier top-ups (+10% bonus) bring effective pricing down to ~$0.72 for a 5-second video and ~$1.44 for a 10-second video.',
	'happyhorse/image-to-video':
		'28 credits/s ($0.14) for 720 p or 48 credits/s ($0.24) for 1080 p \nHigh-tier top-ups include +10% bonus credits. Effective pricing is approximately 10% lower than the above rates.',
	'grok-imagine/text-to-video':
		'• 480p Output: 2.4 credits / sec        • 720p Output: 4.5 credits / sec       • 1080p Output: 8 credits / sec\nHigh-tier top-ups (+10% bonus) bring effective pricing down to ~10% off the above rates.',
	'hailuo/02-text-to-video-standard':
		'Hailuo 02 standard text-to-video costs 5 credits ($0.025) per second at 768 p. \nHigh-tier top-ups (+10% bonus) bring effective pricing down to ~$0.023 per second.',
	'minimax-h3/text-to-video':
		'Video generation & video input — 768P: 8 credits/s ($0.04/s); 2K: 13 credits/s ($0.065/s). \nVideo input is charged at the corresponding resolution rate. Additional image input: 4 credits/image ($0.02/image) for both 768P and 2K.\n\nTotal Cost = Unit Price × (Generated Video Duration + Input Video Duration) + Additional Image Cost\n - Input images: The first 5 images are free; additional images are charged separately.\n - Input audio: Free.\n\nPricing is 50% of the official price. High-tier top-ups reduce the effective cost to approximately 90% of the listed price.',
	'wan/2-5-text-to-video':
		'12 credits per second for 720p (~$0.06) and 20 credits per second for 1080p (~$0.10). \nHigh-tier top-ups (+10% bonus) bring effective pricing down to ~$0.054 per second for 720p and ~$0.09 per second for 1080p.',
	'runway/extend-ai-video': null,
	'ai-music-api/generate':
		'Generate Music costs 12 credits per request (≈ $0.06). \nHigh-tier top-ups (+10% bonus) bring effective pricing down to ~$0.054 per request.',
	'ai-music-api/suno-recovery-audio': null,
	'elevenlabs/text-to-speech-turbo-2-5':
		'ElevenLabs TTS Turbo V2.5: 6 credits per 1,000 characters (≈ $0.03).\nHigh-tier top-ups (+10% bonus) bring effective pricing down to ~$0.027 per 1,000 characters.',
	'elevenlabs/text-to-dialogue-v3':
		'ElevenLabs Text-to-Speech V3: 14 credits per 1,000 characters (≈ $0.07) ~ 30% cheaper than fal pricing.\nHigh-tier top-ups (+10% bonus) bring effective pricing down to ≈ ($0.063) per 1,000 characters',
};
