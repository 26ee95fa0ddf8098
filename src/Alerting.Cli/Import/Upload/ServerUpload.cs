using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Alerting.Reports;

namespace Alerting.Cli.Import.Upload;

/// <summary>Posts an import to a server as one request and reads what became of each report.</summary>
internal sealed class ServerUpload(Uri server, string key, RejectList rejects)
{
    public const string Ndjson = "application/x-ndjson";

    private const int MaxShownAnswer = 4_000;

    public long Accepted { get; private set; }

    public long Duplicates { get; private set; }

    /// <param name="write">Writes the lines.</param>
    /// <exception cref="ImportFileException">The file could not be read to its end; what was sent before that is settled.</exception>
    /// <exception cref="ServerRefusedException">The server did not answer, or not for all of it; to send it again is safe.</exception>
    public async Task RunAsync(Func<IReportSink, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        // A redirect would need the body again, and an upload takes as long as it takes.
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        await using var sent = new SentLines();
        using var content = new UploadContent(write, sent);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server, "api/v1/reports")) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(Ndjson));

        // A server that refuses the key says so before gigabytes are sent in vain.
        request.Headers.ExpectContinue = true;
        try
        {
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            await CheckAsync(response, cancellationToken);
            sent.Rewind();
            await ReadAsync(await response.Content.ReadAsStreamAsync(cancellationToken), sent, cancellationToken);
        }
        catch (JsonException exception)
        {
            throw new ServerRefusedException($"{server} did not answer as a server of this kind does.", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new ServerRefusedException(
                $"{server} cannot be reached or broke off: {exception.GetBaseException().Message}.", exception);
        }

        if (content.Failure is { } failure)
        {
            throw failure;
        }
    }

    private async Task CheckAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode == HttpStatusCode.OK)
        {
            return;
        }

        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        throw new ServerRefusedException(string.Create(
            CultureInfo.InvariantCulture,
            $"{server} refused the reports with {(int)response.StatusCode} {response.ReasonPhrase}{Detail(text)}"));
    }

    private async Task ReadAsync(Stream answer, SentLines sent, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(answer);
        var (answered, unavailable) = (0L, 0L);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (line.Length > 0)
            {
                answered++;
                unavailable += Take(JsonNode.Parse(line)!, sent.Next()) ? 0 : 1;
            }
        }

        if (answered < sent.Count || unavailable > 0)
        {
            throw new ServerRefusedException(string.Create(
                CultureInfo.InvariantCulture, $"{server} settled {answered - unavailable:N0} of {sent.Count:N0} reports only."));
        }
    }

    /// <returns>False when it is not known whether the report is stored.</returns>
    private bool Take(JsonNode result, long line)
    {
        switch (result["outcome"]?.GetValue<string>())
        {
            case "accepted":
                Accepted++;
                return true;
            case "duplicate":
                Duplicates++;
                return true;
            default:
                var fault = new Fault(
                    result["error"]?["type"]?.GetValue<string>() ?? "",
                    result["error"]?["detail"]?.GetValue<string>() ?? "the server says no more");
                rejects.Add(line, result["reportId"]?.GetValue<string>(), fault with { Detail = $"refused by the server: {fault.Detail}" });
                return fault.Type is not (FaultTypes.StoreUnavailable or FaultTypes.Clock);
        }
    }

    private static string Detail(string problem)
    {
        try
        {
            return JsonNode.Parse(problem)?["detail"]?.GetValue<string>() is { } detail ? $": {detail}" : ".";
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return problem.Length is > 0 and < MaxShownAnswer ? $": {problem}" : ".";
        }
    }
}
