using System.Collections.Concurrent;
using Alerting.Server.Tests.OpenApi;

namespace Alerting.Server.Tests.EndToEnd;

/// <summary>An exchange that the description of the API does not describe.</summary>
internal sealed class ContractBrokenException(string message) : Exception(message);

/// <summary>Holds every exchange of the tests against the description of the API that the server gives.</summary>
internal sealed class ContractHandler() : DelegatingHandler(new HttpClientHandler())
{
    private static readonly SemaphoreSlim s_reading = new(1);

    private static ApiContract? s_contract;

    private readonly ConcurrentDictionary<string, bool> _called = [];

    /// <summary>The operations that were answered with success.</summary>
    public IReadOnlyCollection<string> Called => [.. _called.Keys];

    /// <summary>The description; every server that the tests start gives the same.</summary>
    /// <param name="send">How to ask a server that runs.</param>
    /// <param name="server">Its address.</param>
    public static async Task<ApiContract> ContractAsync(Func<HttpRequestMessage, Task<HttpResponseMessage>> send, Uri server,
        CancellationToken cancellationToken)
    {
        await s_reading.WaitAsync(cancellationToken);
        try
        {
            if (s_contract is null)
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server, "/openapi/v1.json"));
                using var response = await send(request);
                s_contract = new ApiContract(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellationToken));
            }

            return s_contract;
        }
        finally
        {
            s_reading.Release();
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (request.RequestUri!.AbsolutePath.StartsWith("/openapi/", StringComparison.Ordinal) || request.Method == HttpMethod.Options)
        {
            return response;
        }

        var contract = await ContractAsync(message => base.SendAsync(message, cancellationToken), request.RequestUri, cancellationToken);
        var faults = await new Exchange(contract, request, response).CheckAsync(cancellationToken);
        if (response.IsSuccessStatusCode && contract.Find(request.Method, request.RequestUri.AbsolutePath) is { } operation)
        {
            _called[operation.Id] = true;
        }

        return faults.Count == 0
            ? response
            : throw new ContractBrokenException(
                $"{request.Method} {request.RequestUri.PathAndQuery} -> {(int)response.StatusCode} is not as "
                    + $"described:\n{string.Join('\n', faults.Take(20))}");
    }
}
