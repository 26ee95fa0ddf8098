namespace Alerting.Server.Http;

/// <summary>Answers 200 with bytes that others are answered with as well.</summary>
internal sealed class SharedAnswer(SharedBody body) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) => AnswerCompression.WriteAsync(httpContext, body);
}
