using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Alerting.Benchmarks;

/// <summary>
/// A request made beforehand in which only the number of the fact and its instant are filled in, in place and at their
/// full width, so that to make the next one costs nothing worth measuring. One connection at a time uses it.
/// </summary>
internal sealed class RequestTemplate
{
    public const string Id = "##########";

    /// <summary>As wide as yyyy-MM-ddTHH:mm:ss.fffffffZ.</summary>
    public const string Instant = "@@@@@@@@@@@@@@@@@@@@@@@@@@@@";

    private readonly byte[] _bytes;
    private readonly int[] _ids;
    private readonly int[] _instants;

    public RequestTemplate(string request)
    {
        _bytes = Encoding.UTF8.GetBytes(request);
        _ids = [.. PlacesOf(Encoding.UTF8.GetBytes(Id))];
        _instants = [.. PlacesOf(Encoding.UTF8.GetBytes(Instant))];
    }

    public static RequestTemplate Post(Uri server, string path, string body, string headers = "") => new(string.Create(
        CultureInfo.InvariantCulture,
        $"POST {path} HTTP/1.1\r\nHost: {server.Authority}\r\n{headers}Content-Type: application/json\r\nContent-Length: "
        + $"{Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"));

    /// <param name="headers">Each with its end of line.</param>
    public static RequestTemplate Get(Uri server, string path, string headers) =>
        new($"GET {path} HTTP/1.1\r\nHost: {server.Authority}\r\n{headers}\r\n");

    public ReadOnlyMemory<byte> Fill(long id, DateTimeOffset at)
    {
        foreach (var place in _ids)
        {
            Utf8Formatter.TryFormat(id, _bytes.AsSpan(place, Id.Length), out _, new('D', (byte)Id.Length));
        }

        foreach (var place in _instants)
        {
            Utf8Formatter.TryFormat(at.UtcDateTime, _bytes.AsSpan(place, Instant.Length), out _, 'O');
        }

        return _bytes;
    }

    private IEnumerable<int> PlacesOf(byte[] mark)
    {
        for (var from = 0; _bytes.AsSpan(from).IndexOf(mark) is var at and >= 0; from += at + mark.Length)
        {
            yield return from + at;
        }
    }
}
