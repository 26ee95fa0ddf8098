using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Alerting.TestKit;

/// <summary>A web server of a test on loopback that logs nothing.</summary>
public static class LoopbackApp
{
    /// <param name="answer">Answers every request.</param>
    /// <param name="port">0: any that is free.</param>
    public static async Task<WebApplication> StartAsync(RequestDelegate answer, int port = 0, CancellationToken cancellationToken = default)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync(cancellationToken);
        return app;
    }
}
