using System.Globalization;

namespace Alerting.Cluster.Tests.Attacks;

/// <summary>Connections on which something was begun that does not come to its end.</summary>
internal sealed class Stalled(AttackedServer server) : IDisposable
{
    private readonly List<RawConnection> _connections = [];

    public IReadOnlyList<RawConnection> Connections => _connections;

    /// <summary>Half a header.</summary>
    public Task HeadersAsync(int count) => OpenAsync(count, "POST /api/v1/reports HTTP/1.1\r\nHost: x\r\nX-Half: ");

    /// <summary>A JSON body that is announced and of which little comes.</summary>
    public Task BodiesAsync(int count, string path, bool withKey = true, int length = 1_000) =>
        OpenAsync(
            count,
            Header(path, "application/json", withKey) + string.Create(
                CultureInfo.InvariantCulture, $"Content-Length: {length}\r\n\r\n{{\"a\":"));

    /// <summary>A JSON body of which all but the last byte comes.</summary>
    public Task AlmostWholeBodiesAsync(int count, string path, int length) => OpenAsync(
        count,
        Header(path, "application/json", true) + string.Create(
            CultureInfo.InvariantCulture, $"Content-Length: {length}\r\n\r\n[") + new string(' ', length - 2));

    /// <summary>Lines of which the first come.</summary>
    public Task LinesAsync(int count, string path, params string[] lines) => OpenAsync(
        count,
        Header(
            path, "application/x-ndjson", true) + "Accept: application/x-ndjson, application/json;q=0.5\r\nTransfer-Encoding: "
                + "chunked\r\n\r\n"
        + string.Concat(lines.Select(static line => string.Create(CultureInfo.InvariantCulture, $"{line.Length + 1:x}\r\n{line}\n\r\n"))));

    /// <summary>Live feeds that nobody ends.</summary>
    public Task FeedsAsync(int count) =>
        OpenAsync(count, $"GET /api/v1/alerts/stream HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {server.Key}\r\n\r\n");

    /// <summary>Connections that keep still after a request that was answered.</summary>
    public async Task IdleAsync(int count)
    {
        var before = _connections.Count;
        await OpenAsync(count, "GET /healthz/live HTTP/1.1\r\nHost: x\r\n\r\n");
        var answer = new byte[512];
        foreach (var connection in _connections.Skip(before))
        {
            _ = await connection.Stream.ReadAsync(answer);
        }
    }

    public void Dispose() => _connections.ForEach(static connection => connection.Dispose());

    private string Header(string path, string type, bool withKey) =>
        $"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Type: {type}\r\n" + (withKey ? $"Authorization: Bearer {server.Key}\r\n" : "");

    private async Task OpenAsync(int count, string text)
    {
        for (var i = 0; i < count; i++)
        {
            var connection = await RawConnection.OpenAsync(server.Url);
            _connections.Add(connection);
            await connection.SendAsync(text);
        }
    }
}
