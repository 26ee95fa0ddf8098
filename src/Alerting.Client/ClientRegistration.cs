using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;

namespace Alerting.Client;

/// <summary>Registers <see cref="AlertingClient"/> with a container.</summary>
public static class ClientRegistration
{
    /// <summary>An <see cref="AlertingClient"/> on an <see cref="HttpClient"/> of the factory.</summary>
    /// <param name="server">Address of the server, such as <c>https://alerting.example.org/</c>.</param>
    /// <param name="key">The key to show; null where a handler or a proxy shows one.</param>
    /// <returns>To add handlers to.</returns>
    public static IHttpClientBuilder AddAlertingClient(this IServiceCollection services, Uri server, string? key = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(server);
        return services.AddHttpClient<AlertingClient>(http =>
        {
            // Paths are relative: without a slash at its end, the last segment of the address would be replaced.
            http.BaseAddress = server.AbsoluteUri.EndsWith('/') ? server : new Uri(server.AbsoluteUri + "/");
            http.Timeout = Timeout.InfiniteTimeSpan;
            if (key is not null)
            {
                http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
            }
        });
    }
}
