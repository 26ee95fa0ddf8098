using System.Globalization;
using System.Text;
using Alerting.Server.Http;

namespace Alerting.Server.Alerts;

/// <summary>
/// A page of a list of alerts, written revision by revision as the client takes them: it holds the numbers of the page's
/// revisions and none of their texts. Its <c>next</c> is written last, so that a page that grows large ends early.
/// </summary>
/// <param name="seqs">What is on the page, one at least.</param>
/// <param name="next">Where the list goes on after the whole page; null: nowhere.</param>
/// <param name="cursor">Where it goes on after a revision.</param>
internal sealed class AlertPageResult(AlertLists lists, IReadOnlyList<long> seqs, long? next, Func<EncodedRevision, long> cursor) : IResult
{
    /// <summary>Bytes after which a page ends although the limit would allow more.</summary>
    public const int MaxBytes = 4 << 20;

    public async Task ExecuteAsync(HttpContext context)
    {
        var cancellationToken = context.RequestAborted;
        var index = 0;
        Func<ValueTask<EncodedRevision?>> getAgain = async () => await lists.GetAsync(seqs, index, cancellationToken);

        // Until the first byte is sent, a fault is answered as such.
        await lists.GetAsync(seqs, 0, cancellationToken);
        context.Response.ContentType = "application/json; charset=utf-8";
        using var answer = lists.Open(context);
        var open = await answer.WriteAsync("{\"items\":["u8.ToArray());
        var goesOn = next;
        for (var bytes = 0L; open && index < seqs.Count && bytes < MaxBytes; index++)
        {
            open = index == 0 || await answer.WriteAsync(","u8.ToArray());
            var revision = await lists.GetAsync(seqs, index, cancellationToken);
            bytes += revision.Json.Length;
            goesOn = index == seqs.Count - 1 ? next : cursor(revision);
            open = open && await RevisionWriter.WriteJsonAsync(answer, revision, getAgain);
        }

        var end = goesOn is { } after ? string.Create(CultureInfo.InvariantCulture, $"],\"next\":\"{after}\"}}") : "],\"next\":null}";
        if (open && await answer.WriteAsync(Encoding.UTF8.GetBytes(end)))
        {
            await answer.FlushAsync();
        }
    }
}
