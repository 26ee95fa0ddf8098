using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Alerting.Backtests;
using Alerting.Client;
using Alerting.Console.Thresholds;
using Alerting.Json;
using Alerting.Thresholds;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Alerting.Console.Tests.Thresholds;

public sealed class PreviewRunTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly PreviewServer _server = new();
    private readonly HttpClient _http;
    private readonly PreviewRun _run;

    public PreviewRunTests()
    {
        _http = new HttpClient(_server) { BaseAddress = new Uri("http://127.0.0.1/") };
        _run = new PreviewRun(new AlertingClient(_http), _clock);
    }

    [Fact]
    public async Task Nothing_is_asked_before_the_hand_rests_and_the_last_edit_alone_is_tried()
    {
        foreach (var atLeast in new[] { 2, 3, 4 })
        {
            _run.Ask(Request(atLeast));
            _clock.Advance(PreviewRun.Rest - TimeSpan.FromMilliseconds(1));
        }

        Assert.Empty(_server.Asked);
        Assert.True(_run.IsRunning);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await AskedAsync(1);
        _server.Answer(HttpStatusCode.OK, reports: 4);
        await Wait.UntilAsync(() => _run.Answer is { Reports: 4 }, "the answer is there");
        Assert.False(_run.IsRunning);
        Assert.Contains("\"atLeast\":4", Assert.Single(_server.Asked).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_next_edit_ends_the_run_of_the_one_before_whose_answer_is_never_shown()
    {
        await AskAsync(Request(2), 1);
        await AskAsync(Request(3), 2);
        Assert.True(_server.Asked[0].Ended.IsCancellationRequested);
        Assert.False(_server.Asked[1].Ended.IsCancellationRequested);
        _server.Answer(HttpStatusCode.OK, reports: 2, asked: 0);
        _server.Answer(HttpStatusCode.OK, reports: 3, asked: 1);
        await Wait.UntilAsync(() => _run.Answer is not null, "an answer is there");
        Assert.Equal(3, _run.Answer!.Reports);
    }

    [Fact]
    public async Task The_same_draft_is_not_tried_again_but_where_that_is_asked_for_and_a_reason_makes_no_other()
    {
        await AskAsync(Request(2), 1);
        _server.Answer(HttpStatusCode.OK, reports: 1);
        await Wait.UntilAsync(() => _run.Answer is not null, "an answer is there");
        _run.Ask(Request(2, reason: "too many by night"));
        Assert.False(_run.IsRunning);
        _run.Ask(Request(2) with { InForce = "\"2\"" });
        Assert.True(_run.IsRunning);
        _run.Ask(Request(2) with { Days = 90 });
        Assert.True(_run.IsRunning);
        _clock.Advance(PreviewRun.Rest);
        await AskedAsync(2);
        Assert.Contains("days=90", _server.Asked[1].Address, StringComparison.Ordinal);
        _run.Again();
        _clock.Advance(PreviewRun.Rest);
        await AskedAsync(3);
    }

    [Fact]
    public async Task A_busy_server_is_asked_again_when_it_says_and_a_refusal_is_kept_beside_the_last_answer()
    {
        await AskAsync(Request(2), 1);
        _server.Answer(HttpStatusCode.TooManyRequests, wait: TimeSpan.FromSeconds(7));
        await Wait.UntilAsync(() => _run.IsQueued, "it waits");
        _clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Single(_server.Asked);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await AskedAsync(2);
        _server.Answer(HttpStatusCode.OK, reports: 5, asked: 1);
        await Wait.UntilAsync(() => _run.Answer is not null, "an answer is there");
        Assert.False(_run.IsQueued);

        await AskAsync(Request(-1), 3);
        _server.Answer(HttpStatusCode.UnprocessableEntity, asked: 2);
        await Wait.UntilAsync(() => _run.Fault is not null, "it is refused");
        Assert.Equal("$.atLeast", Assert.IsType<ProblemException>(_run.Fault).Problem.Path);
        Assert.Equal((5L, false), (_run.Answer!.Reports, _run.IsRunning));
        _run.Forget();
        Assert.Null(_run.Answer);
        Assert.Null(_run.Fault);
    }

    public void Dispose()
    {
        _run.Dispose();
        _http.Dispose();
        _server.Dispose();
    }

    private static PreviewRequest Request(double atLeast, string? reason = null) => new(
        "two-towns",
        "\"1\"",
        new ThresholdBody
        {
            Scope = new ScopeBody { Regions = ["IQ"], Depth = Depth.Leaf },
            Measure = Measure.Towns,
            Window = Duration.Parse("PT1H"),
            AtLeast = atLeast,
            Severity = Severity.Notice,
            Reason = reason,
        },
        30,
        HistoryClock.Recorded);

    private async Task AskAsync(PreviewRequest request, int count)
    {
        _run.Ask(request);
        _clock.Advance(PreviewRun.Rest);
        await AskedAsync(count);
    }

    private Task AskedAsync(int count) => Wait.UntilAsync(() => _server.Asked.Count == count, $"{count} previews are asked for");

    /// <summary>A server that answers previews when it is told to.</summary>
    private sealed class PreviewServer : HttpMessageHandler
    {
        public List<Preview> Asked { get; } = [];

        public void Answer(HttpStatusCode status, long reports = 0, TimeSpan? wait = null, int asked = 0)
        {
            var now = DateTimeOffset.UnixEpoch;
            var text = status == HttpStatusCode.OK
                ? JsonSerializer.Serialize(
                    PreviewFiguresTests.Answer(now, now.AddDays(30)) with { Reports = reports }, ApiJson.Wire.PreviewAnswer)
                : JsonSerializer.Serialize(
                    new Problem("invalid-field", "Invalid field", (int)status, "atLeast must be greater than 0", "$.atLeast"),
                    ApiJson.Wire.Problem);
            var response = new HttpResponseMessage(status) { Content = new StringContent(text, Encoding.UTF8, "application/json") };
            response.Headers.RetryAfter = wait is { } delay ? new RetryConditionHeaderValue(delay) : null;
            Asked[asked].Response.TrySetResult(response);
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = await request.Content!.ReadAsStringAsync(cancellationToken);
            var preview = new Preview(request.RequestUri!.ToString(), body, new(), cancellationToken);
            Asked.Add(preview);
            return await preview.Response.Task.WaitAsync(cancellationToken);
        }
    }

    private sealed record Preview(
        string Address, string Body, TaskCompletionSource<HttpResponseMessage> Response, CancellationToken Ended);
}
