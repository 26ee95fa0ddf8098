using System.Net;
using System.Text;
using System.Text.Json;
using Alerting.Json;
using Alerting.Reports;
using Xunit;

namespace Alerting.Client.Tests;

/// <summary>Uploads of reports to a server that does not always do as it should.</summary>
public sealed class UploadTests
{
    private static readonly UploadOptions s_options =
        new() { MinWait = TimeSpan.FromMilliseconds(1), MaxWait = TimeSpan.FromMilliseconds(1) };

    private readonly Queue<Func<string[], HttpResponseMessage>> _answers = new();
    private readonly List<string[]> _posted = [];

    [Fact]
    public async Task What_an_answer_that_breaks_off_did_not_settle_is_posted_again()
    {
        _answers.Enqueue(static lines => Answer(lines[..2].Select(Accepted)));
        _answers.Enqueue(static _ => throw new HttpRequestException("reset"));
        _answers.Enqueue(static lines => Answer(lines.Select(Accepted)));

        var results = await UploadAsync("a\nb\nc\nd", s_options).ToListAsync();

        Assert.Equal(["a b c d", "c d", "c d"], _posted.Select(static lines => string.Join(' ', lines)));
        Assert.Equal([(0, "a"), (1, "b"), (2, "c"), (3, "d")], results.Select(static result => (result.Index, result.ReportId)));
    }

    [Theory]
    [InlineData(FaultTypes.StoreUnavailable)]
    [InlineData(FaultTypes.Clock)]
    public async Task A_report_that_could_not_be_stored_is_posted_again_with_those_after_it(string fault)
    {
        _answers.Enqueue(lines => Answer([Accepted(lines[0]), Refused(lines[1], fault), Accepted(lines[2])]));
        _answers.Enqueue(static _ => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { Content = new ByteArrayContent([]) });
        _answers.Enqueue(static lines => Answer([Accepted(lines[0]), Refused(lines[1], FaultTypes.TooOld)]));

        var results = await UploadAsync("a\nb\nc\n", s_options).ToListAsync();

        Assert.Equal(["a b c", "b c", "b c"], _posted.Select(static lines => string.Join(' ', lines)));
        Assert.Equal(
            [ReportStatus.Accepted, ReportStatus.Accepted, ReportStatus.Rejected], results.Select(static result => result.Outcome));
    }

    [Fact]
    public async Task What_was_settled_is_given_before_patience_ends()
    {
        _answers.Enqueue(static lines => Answer([Accepted(lines[0])]));
        var results = new List<ReportResult>();

        await Assert.ThrowsAsync<IOException>(async () =>
        {
            await foreach (var result in UploadAsync("a\nb\n", new UploadOptions { Patience = TimeSpan.Zero }))
            {
                results.Add(result);
            }
        });

        Assert.Equal("a", Assert.Single(results).ReportId);
        Assert.Single(_posted);
    }

    [Fact]
    public async Task A_refusal_is_not_repeated()
    {
        _answers.Enqueue(static _ => new HttpResponseMessage(HttpStatusCode.Unauthorized) { Content = new ByteArrayContent([]) });

        var refused = await Assert.ThrowsAsync<ProblemException>(async () => await UploadAsync("a\n", s_options).ToListAsync());

        Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
        Assert.Single(_posted);
    }

    [Fact]
    public async Task What_has_come_is_posted_while_more_is_waited_for()
    {
        for (var request = 0; request < 2; request++)
        {
            _answers.Enqueue(static lines => Answer(lines.Select(static line =>
                Accepted(JsonSerializer.Deserialize(line, ApiJson.Wire.ReportBody)!.ReportId!))));
        }

        var more = new TaskCompletionSource();
        var results = new List<ReportResult>();
        await foreach (var result in Client().Reports.PostAsync(ReportsAsync(more.Task)))
        {
            results.Add(result);
            if (results.Count == 2)
            {
                more.SetResult();
            }
        }

        Assert.Equal([(0, "r-1"), (1, "r-2"), (2, "r-3")], results.Select(static result => (result.Index, result.ReportId)));
        Assert.Equal([2, 1], _posted.Select(static lines => lines.Length));
    }

    [Fact]
    public async Task An_upload_that_is_given_up_ends_what_it_is_made_of()
    {
        _answers.Enqueue(static _ => new HttpResponseMessage(HttpStatusCode.Forbidden) { Content = new ByteArrayContent([]) });
        var ended = new TaskCompletionSource();

        await Assert.ThrowsAsync<ProblemException>(async () => await Client().Reports.PostAsync(EndlessAsync(ended)).ToListAsync());

        Assert.True(ended.Task.IsCompletedSuccessfully);
    }

    private static async IAsyncEnumerable<ReportBody> ReportsAsync(Task more)
    {
        yield return Bodies.Report("FI-18", 1);
        yield return Bodies.Report("FI-18", 2);
        await more;
        yield return Bodies.Report("FI-18", 3);
    }

    private static async IAsyncEnumerable<ReportBody> EndlessAsync(
        TaskCompletionSource ended, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        try
        {
            yield return Bodies.Report("FI-18", 1);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }
        finally
        {
            ended.SetResult();
        }
    }

    private static ReportResult Accepted(string line) => new(0, line, ReportStatus.Accepted, null, null);

    private static ReportResult Refused(string line, string fault) =>
        new(0, line, ReportStatus.Rejected, null, new Problem(fault, fault, 503, "no"));

    private static HttpResponseMessage Answer(IEnumerable<ReportResult> results) => new(HttpStatusCode.OK)
    {
        Content = new StringContent(
            string.Concat(results.Select(static result => JsonSerializer.Serialize(result, ApiJson.Wire.ReportResult) + "\n"))),
    };

    private IAsyncEnumerable<ReportResult> UploadAsync(string lines, UploadOptions options) =>
        Client().Reports.PostLinesAsync(Encoding.UTF8.GetBytes(lines), options);

    private AlertingClient Client() => new(new HttpClient(new Scripted(this)) { BaseAddress = new Uri("http://server/") });

    /// <summary>Gives one answer after the other.</summary>
    private sealed class Scripted(UploadTests test) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Assert.Equal("application/x-ndjson", request.Content!.Headers.ContentType!.MediaType);
            var body = await request.Content.ReadAsStringAsync(cancellationToken);
            var lines = body.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            test._posted.Add(lines);
            return test._answers.Dequeue()(lines);
        }
    }
}
