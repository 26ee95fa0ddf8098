using Alerting.Client;
using Alerting.Console;
using Alerting.Console.Access;
using Alerting.Console.Alerts;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Components.WebAssembly.Hosting;
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
builder.Services.AddAlertingClient(new Uri(builder.HostEnvironment.BaseAddress));
builder.Services.AddScoped<CurrentCaller>();
builder.Services.AddScoped<LiveAlerts>();
builder.Services.AddScoped<CriticalAlarm>();
await builder.Build().RunAsync();
