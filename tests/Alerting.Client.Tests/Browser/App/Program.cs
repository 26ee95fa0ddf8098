using System.Text.Json;
using Alerting.Client;
using Alerting.Json;
using Alerting.Reports;
using Microsoft.AspNetCore.Components.WebAssembly.Hosting;
using Microsoft.Extensions.DependencyInjection;

var builder = WebAssemblyHostBuilder.CreateDefault(args);
builder.Services.AddAlertingClient(new Uri(builder.HostEnvironment.BaseAddress));
var app = builder.Build();
var client = app.Services.GetRequiredService<AlertingClient>();
var report = new ReportBody { Source = "browser", Region = "IQ-AN", Kind = "ied", OccurredAt = DateTimeOffset.UnixEpoch };
Console.WriteLine(JsonSerializer.Serialize(report, ApiJson.Requests.ReportBody));
await foreach (var alert in client.Alerts.FollowAsync())
{
    Console.WriteLine(alert.Explanation);
}
