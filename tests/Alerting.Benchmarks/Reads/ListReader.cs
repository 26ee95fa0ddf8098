using System.Text;

namespace Alerting.Benchmarks;

/// <summary>One dashboard: reads the list of regions page by page over one connection, and remembers the tags if it wants to.</summary>
internal sealed class ListReader : IDisposable
{
    private const int Page = 1_000;

    private readonly ServerUnderTest _server;
    private readonly RawConnection _connection;
    private readonly IReadOnlyList<string> _paths;
    private readonly byte[][] _whole;
    private readonly byte[]?[] _known;
    private int _next;

    private ListReader(ServerUnderTest server, RawConnection connection, IReadOnlyList<string> paths)
    {
        _server = server;
        _connection = connection;
        _paths = paths;
        _whole = [.. paths.Select(path => Get(path, ""))];
        _known = new byte[paths.Count][];
    }

    /// <summary>Paths of the pages as they follow one another now, and how many regions are on them.</summary>
    public static async Task<(IReadOnlyList<string> Paths, int Regions)> PagesAsync(
        ServerUnderTest server, CancellationToken cancellationToken)
    {
        var paths = new List<string>();
        var regions = 0;
        string? after = null;
        do
        {
            var path = $"regions?limit={Page}{(after is null ? "" : "&after=" + after)}";
            var page = await server.GetAsync(path, cancellationToken);
            paths.Add(path);
            regions += page["items"]!.AsArray().Count;
            after = page["next"]?.GetValue<string>();
        }
        while (after is not null);
        return (paths, regions);
    }

    public static async Task<ListReader> OpenAsync(
        ServerUnderTest server, IReadOnlyList<string> paths, CancellationToken cancellationToken) =>
        new(server, await RawConnection.OpenAsync(server.Url, cancellationToken), paths);

    /// <summary>Reads the next page whole.</summary>
    /// <returns>Its bytes.</returns>
    public async Task<int> ReadAsync(CancellationToken cancellationToken)
    {
        await _connection.SucceedAsync(_whole[_next], cancellationToken);
        _next = (_next + 1) % _paths.Count;
        return _connection.Body.Length;
    }

    /// <summary>Asks whether the next page has changed, and takes it where it has: figures that decay do so by the minute.</summary>
    /// <returns>Whether it was the same.</returns>
    public async Task<bool> CheckAsync(CancellationToken cancellationToken)
    {
        var page = _next;
        _next = (_next + 1) % _paths.Count;
        if (await _connection.AskAsync(_known[page] ?? _whole[page], cancellationToken) == 304)
        {
            return true;
        }

        _known[page] = Get(_paths[page], $"If-None-Match: {_connection.Header("ETag")}\r\n");
        return false;
    }

    public void Dispose() => _connection.Dispose();

    private byte[] Get(string path, string headers) => Encoding.ASCII.GetBytes(
        $"GET /api/v1/{path} HTTP/1.1\r\nHost: {_server.Url.Authority}\r\nAuthorization: {_server.Authorization}\r\n{headers}\r\n");
}
