using System.Globalization;
using Alerting.Client;
using Alerting.Console;
using Alerting.Console.Access;
using Alerting.Console.Alerts;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Components.WebAssembly.Hosting;
using Microsoft.JSInterop;
using MudBlazor.Services;

var builder = WebAssemblyHostBuilder.CreateDefault(args);
builder.RootComponents.Add<App>("#app");
builder.RootComponents.Add<HeadOutlet>("head::after");

// Of the components what the pages use, a theme and dialogs: whatever is registered is loaded by every visitor.
builder.Services.AddMudLocalization()
    .AddMudBlazorDialog()
    .AddMudBlazorKeyInterceptor()
    .AddMudBlazorScrollManager()
    .AddMudBlazorPointerEventsNoneService();
builder.Services.AddSingleton(TimeProvider.System);

// Without the factory of clients, which would be loaded for the one that there is.
builder.Services.AddSingleton(new AlertingClient(new HttpClient
{
    BaseAddress = new Uri(builder.HostEnvironment.BaseAddress),
    Timeout = Timeout.InfiniteTimeSpan,
}));
builder.Services.AddScoped<CurrentCaller>();
builder.Services.AddScoped<LiveAlerts>();
builder.Services.AddScoped<CriticalAlarm>();

// The host loads the assembly of the language that it finds, and shows nothing before.
var host = builder.Build();
var language = SpokenLanguage.Find(await host.Services.GetRequiredService<IJSRuntime>().InvokeAsync<string>("alertingLanguage.code"));
CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.CurrentUICulture = new CultureInfo(language.Code);
await host.RunAsync();
