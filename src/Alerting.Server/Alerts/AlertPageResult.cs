using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using Alerting.Server.Http;

namespace Alerting.Server.Alerts;

/// <summary>
/// A page of a list of alerts, written revision by revision as the client reads it. It holds the seqs of the page only, and not
/// the revisions. A page that would become large ends early.
/// </summary>
/// <param name="seqs">Seqs of the revisions on the page, at least one.</param>
/// <param name="more">Whether the list continues after these.</param>
/// <param name="cursor">Gives the cursor that continues after a revision.</param>
internal sealed class AlertPageResult(AlertLists lists, IReadOnlyList<long> seqs, bool more, Func<EncodedRevision, long> cursor) : IResult
{
    /// <summary>Bytes after which a page ends although the limit would allow more.</summary>
    public const int MaxBytes = 4 << 20;

    public async Task ExecuteAsync(HttpContext context)
    {
        var cancellationToken = context.RequestAborted;
        var index = 0;
        Func<ValueTask<EncodedRevision?>> getAgain = async () => await lists.GetAsync(seqs, index, cancellationToken);

        // Until the first byte is sent, an error can still be answered with its own status.
        var (count, after, tag) = await MeasureAsync(cancellationToken);
        if (ContentTags.NotModified(context, tag) is { } notModified)
        {
            await notModified.ExecuteAsync(context);
            return;
        }

        PageLink.Add(context, after);
        context.Response.ContentType = "application/json; charset=utf-8";
        using var answer = lists.Open(context);
        var open = await answer.WriteAsync("{\"items\":["u8.ToArray());
        for (; open && index < count; index++)
        {
            open = index == 0 || await answer.WriteAsync(","u8.ToArray());
            var revision = await lists.GetAsync(seqs, index, cancellationToken);
            open = open && await RevisionWriter.WriteJsonAsync(answer, revision, getAgain);
        }

        if (open && await answer.WriteAsync(Encoding.UTF8.GetBytes(after is null ? "],\"next\":null}" : $"],\"next\":\"{after}\"}}")))
        {
            await answer.FlushAsync();
        }
    }

    /// <summary>
    /// How many revisions fit on the page, the cursor of the next page, and the entity tag, which headers of the answer state. What is
    /// read for this stays cached for the writing that follows.
    /// </summary>
    private async ValueTask<(int Count, string? Next, string Tag)> MeasureAsync(CancellationToken cancellationToken)
    {
        var (count, bytes) = (0, 0L);
        long? goesOn = null;
        var hash = new XxHash128();
        while (count < seqs.Count && bytes < MaxBytes)
        {
            var revision = await lists.GetAsync(seqs, count++, cancellationToken);
            bytes += revision.Json.Length;
            hash.Append(revision.Json);
            goesOn = count == seqs.Count && !more ? null : cursor(revision);
        }

        var next = goesOn?.ToString(CultureInfo.InvariantCulture);
        hash.Append(MemoryMarshal.AsBytes(next.AsSpan()));
        return (count, next, ContentTags.OfHash(hash.GetHashAndReset()));
    }
}
