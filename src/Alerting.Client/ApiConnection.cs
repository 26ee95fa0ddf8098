using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Alerting.Json;
using Alerting.Reports;

namespace Alerting.Client;

/// <summary>Sends requests and reads answers; what all resources have in common.</summary>
internal sealed class ApiConnection(HttpClient http)
{
    public const string Ndjson = "application/x-ndjson";

    private const string Root = "api/v1/";

    public async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, path, null, default, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(response, type, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Of an address beside those of the API.</summary>
    /// <param name="alsoAnswers">A status with which it answers the same, beside success.</param>
    public async Task<T> GetFromRootAsync<T>(
        string path, HttpStatusCode alsoAnswers, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(
            new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        return (response.IsSuccessStatusCode || response.StatusCode == alsoAnswers)
            && response.Content.Headers.ContentType?.MediaType == "application/json"
            ? await ReadAsync(response, type, cancellationToken).ConfigureAwait(false)
            : throw await ProblemOfAsync(response, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>With its entity tag.</summary>
    public async Task<Tagged<T>> GetTaggedAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, path, null, default, cancellationToken).ConfigureAwait(false);
        return await ReadTaggedAsync(response, type, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>With what a header of the answer says; null where it has none.</summary>
    public async Task<(T Value, string? Header)> GetWithHeaderAsync<T>(
        string path, string header, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Get, path, null, default, cancellationToken).ConfigureAwait(false);
        var stated = response.Headers.TryGetValues(header, out var values) ? values.FirstOrDefault() : null;
        return (await ReadAsync(response, type, cancellationToken).ConfigureAwait(false), stated);
    }

    /// <summary>All items of a list, page by page as they are asked for.</summary>
    public IAsyncEnumerable<T> ListAsync<T>(
        string path, Query query, JsonTypeInfo<Page<T>> type, CancellationToken cancellationToken) =>
        ListAsync(path, query, type, static page => page.Items, cancellationToken);

    /// <inheritdoc cref="ListAsync{T}"/>
    /// <param name="itemsOf">Those of a page.</param>
    public async IAsyncEnumerable<T> ListAsync<TPage, T>(
        string path, Query query, JsonTypeInfo<TPage> type, Func<TPage, IReadOnlyList<T>> itemsOf,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where TPage : IPage
    {
        for (string? after = null; ;)
        {
            var page = await GetAsync(path + query.With("after", after ?? query["after"]), type, cancellationToken).ConfigureAwait(false);
            var items = itemsOf(page);
            foreach (var item in items)
            {
                yield return item;
            }

            if (page.Next is null || items.Count == 0)
            {
                yield break;
            }

            after = page.Next;
        }
    }

    public async Task<TAnswer> PostAsync<TBody, TAnswer>(
        string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TAnswer> answerType, CancellationToken cancellationToken)
    {
        using var content = Content(body, bodyType);
        return await PostAsync(path, content, answerType, cancellationToken).ConfigureAwait(false);
    }

    public async Task<TAnswer> PostAsync<TAnswer>(
        string path, HttpContent? content, JsonTypeInfo<TAnswer> answerType, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Post, path, content, default, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(response, answerType, cancellationToken).ConfigureAwait(false);
    }

    public async Task<Tagged<TAnswer>> PutAsync<TBody, TAnswer>(
        string path, TBody body, JsonTypeInfo<TBody> bodyType, JsonTypeInfo<TAnswer> answerType, Expect expect,
        CancellationToken cancellationToken)
    {
        using var content = Content(body, bodyType);
        using var response = await SendAsync(HttpMethod.Put, path, content, expect, cancellationToken).ConfigureAwait(false);
        return await ReadTaggedAsync(response, answerType, cancellationToken).ConfigureAwait(false);
    }

    public async Task DeleteAsync(string path, Expect expect, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Delete, path, null, expect, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes, and reads what came of it.</summary>
    public async Task<T> DeleteAsync<T>(string path, JsonTypeInfo<T> type, Expect expect, CancellationToken cancellationToken)
    {
        using var response = await SendAsync(HttpMethod.Delete, path, null, expect, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(response, type, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The answer as soon as its headers are there.</summary>
    /// <exception cref="ProblemException">The answer is no success.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? content, Expect expect, CancellationToken cancellationToken, string? accept = null,
        string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(Root + path, UriKind.Relative)) { Content = content };
        Add(request.Headers, "If-Match", expect.Match);
        Add(request.Headers, "If-None-Match", expect.NoneMatch);
        Add(request.Headers, "Accept", accept);
        Add(request.Headers, "Last-Event-ID", lastEventId);
        var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        request.Content = null;
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await ProblemOfAsync(response, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A segment of a path.</summary>
    public static string Segment(string text) => Uri.EscapeDataString(text);

    private static void Add(HttpRequestHeaders headers, string name, string? value)
    {
        if (value is not null)
        {
            headers.TryAddWithoutValidation(name, value);
        }
    }

    /// <summary>A body as it is sent.</summary>
    public static ByteArrayContent Content<T>(T body, JsonTypeInfo<T> type)
    {
        var content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, type));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        return (await JsonSerializer.DeserializeAsync(stream, type, cancellationToken).ConfigureAwait(false))!;
    }

    private static async Task<Tagged<T>> ReadTaggedAsync<T>(
        HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var value = await ReadAsync(response, type, cancellationToken).ConfigureAwait(false);
        return new Tagged<T>(value, response.Headers.ETag?.ToString() ?? "", response.StatusCode == HttpStatusCode.Created);
    }

    private static async Task<ProblemException> ProblemOfAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        var after = response.Headers.RetryAfter;
        return new ProblemException(response.StatusCode, Parse(response, text), after?.Delta);
    }

    /// <summary>What stands between the server and here may answer in its own words.</summary>
    private static Problem Parse(HttpResponseMessage response, byte[] text)
    {
        try
        {
            var known = JsonSerializer.Deserialize(text, ApiJson.Wire.ReportsProblem)!;
            return known.Results is not null ? known
                : new Problem(known.Type, known.Title, known.Status, known.Detail, known.Path, known.TraceId);
        }
        catch (JsonException)
        {
            return new Problem("about:blank", response.ReasonPhrase ?? "", (int)response.StatusCode, "The answer is no problem details.");
        }
    }
}
