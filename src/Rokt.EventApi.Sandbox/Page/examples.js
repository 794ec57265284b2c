import { byId, element } from './dom.js';

const batch = {
  environment: 'development',
  user_identities: { email: 'jane.doe@example.com' },
  events: [{
    event_type: 'custom_event',
    data: {
      event_name: 'conversion',
      custom_attributes: { amount: 100.5, currency: 'USD', conversiontype: 'purchase', confirmationref: 'XYZ123' },
    },
  }],
};
const json = JSON.stringify(batch);

// A first request in each language, with nothing but what comes with it, or with what its teams use.
const languages = {
  curl: ({ endpoint, apiKey, apiSecret }) => `curl -i '${endpoint}' -u '${apiKey}:${apiSecret}' -H 'Content-Type: application/json' -d '${json}'`,
  PHP: ({ endpoint, apiKey, apiSecret }) => `<?php
$request = curl_init('${endpoint}');
curl_setopt_array($request, [
    CURLOPT_USERPWD => '${apiKey}:${apiSecret}',
    CURLOPT_HTTPHEADER => ['Content-Type: application/json'],
    CURLOPT_POSTFIELDS => '${json}',
    CURLOPT_RETURNTRANSFER => true,
]);
echo curl_exec($request), curl_getinfo($request, CURLINFO_RESPONSE_CODE);`,
  Python: ({ endpoint, apiKey, apiSecret }) => `import requests

response = requests.post('${endpoint}', auth=('${apiKey}', '${apiSecret}'), json=${json})
print(response.status_code, response.text)`,
  Node: ({ endpoint, apiKey, apiSecret }) => `const response = await fetch('${endpoint}', {
  method: 'POST',
  headers: { Authorization: 'Basic ' + btoa('${apiKey}:${apiSecret}'), 'Content-Type': 'application/json' },
  body: JSON.stringify(${json}),
});
console.log(response.status, await response.text());`,
  'C#': ({ baseAddress, apiKey, apiSecret }) => `using Rokt.EventApi;

using var client = new EventApiClient(new EventApiOptions
{
    ApiKey = "${apiKey}",
    ApiSecret = "${apiSecret}",
    Environment = EventEnvironment.Development,
    BaseAddress = new Uri("${baseAddress}"),
});
SendResult result = await client.SendAsync(ConversionEvent.CreateBuilder()
    .WithEmail("jane.doe@example.com").WithAmount(100.50m, "USD").WithConversionType("purchase").WithConfirmationRef("XYZ123").Build());
Console.WriteLine(result.Status);`,
};

/** Shows how to send a first request, in the language that is chosen. */
export function show(access) {
  const tabs = Object.entries(languages).map(([name, text]) => {
    const tab = element('button', { type: 'button', role: 'tab', text: name, 'aria-controls': 'example', 'aria-selected': 'false' });
    tab.addEventListener('click', () => {
      tabs.forEach(other => other.setAttribute('aria-selected', String(other === tab)));
      byId('example').textContent = text(access);
    });
    return tab;
  });
  byId('languages').replaceChildren(...tabs);
  byId('copy').addEventListener('click', () => navigator.clipboard?.writeText(byId('example').textContent));
  byId('copy').hidden = !navigator.clipboard;
  byId('examples').open = byId('rows').rows.length === 0;
  tabs[0].click();
}
